// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.WandbOperation;
import io.github.camelwandb.WandbOperation.Access;
import io.github.camelwandb.client.model.OneLine;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * Which operation a message is for. The option decides; the header wins over it, but only within the class of the option or below it, and
 * never for a destructive operation: whoever sends messages cannot do more harm than whoever wrote the route meant to allow.
 */
final class OperationChoice {

    private final @Nullable WandbOperation option;

    OperationChoice(@Nullable WandbOperation option) {
        this.option = option;
    }

    /** @throws IllegalArgumentException if neither names an operation, or the header one that it may not choose */
    WandbOperation of(Message message) {
        if (message.getHeader(WandbConstants.OPERATION) != null) {
            return chosenBy(message);
        }
        if (option == null) {
            throw new IllegalArgumentException("Neither the option operation nor the header " + WandbConstants.OPERATION
                    + " says what to do: one of " + names(Access.READ));
        }
        return option;
    }

    private WandbOperation chosenBy(Message message) {
        String name = String.valueOf(message.getHeader(WandbConstants.OPERATION, String.class));
        WandbOperation chosen = Arrays.stream(WandbOperation.values())
                .filter(operation -> operation.name().equalsIgnoreCase(name.strip()))
                .findFirst()
                .orElseThrow(() -> refused(name, "is no operation"));
        if (chosen.access() == Access.DESTRUCTIVE) {
            throw refused(name, "destroys, which only the option operation can say");
        }
        if (chosen.access().compareTo(allowed()) > 0) {
            throw refused(
                    name,
                    "writes, and the endpoint only reads: where messages shall choose among operations that write, set"
                            + " the option operation to one of them");
        }
        return chosen;
    }

    private Access allowed() {
        return option == null ? Access.READ : option.access();
    }

    private IllegalArgumentException refused(String name, String why) {
        return new IllegalArgumentException("The header " + WandbConstants.OPERATION + "=" + OneLine.of(name) + " "
                + why
                + ". It can be one of " + names(allowed()));
    }

    private static List<WandbOperation> names(Access allowed) {
        return Arrays.stream(WandbOperation.values())
                .filter(operation -> operation.access() != Access.DESTRUCTIVE)
                .filter(operation -> operation.access().compareTo(allowed) <= 0)
                .toList();
    }
}
