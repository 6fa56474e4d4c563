// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbConstants;
import io.github.camelwandb.client.files.FileNames;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** Which file a message is about: the header says it, or else the option. */
final class FileName {

    private final @Nullable String option;

    /** @throws IllegalArgumentException if the option is no name of a file */
    FileName(@Nullable String option) {
        this.option = option == null ? null : checked("option fileName", option);
    }

    /** @throws IllegalArgumentException if neither names a file, or what does is no name of one */
    String of(Message message) {
        String name = explicit(message);
        if (name == null) {
            throw new IllegalArgumentException("Which file is meant? Neither the header " + WandbConstants.FILE_NAME
                    + " nor the option fileName names one");
        }
        return name;
    }

    /**
     * The same, or else this one.
     *
     * @throws IllegalArgumentException if what names a file is no name of one
     */
    String of(Message message, String otherwise) {
        String name = explicit(message);
        return name == null ? otherwise : name;
    }

    /**
     * The same, or else the name that a component for files gave the body.
     *
     * @throws IllegalArgumentException if none names a file, or what does is no name of one
     */
    String ofBody(Message message) {
        return ofBody(message, null);
    }

    /**
     * The same, or else the body's own name.
     *
     * @param own null if it has none
     * @throws IllegalArgumentException if none names a file, or what does is no name of one
     */
    String ofBody(Message message, @Nullable String own) {
        String name = explicit(message);
        if (name != null) {
            return name;
        }
        String given = message.getHeader(Exchange.FILE_NAME, own, String.class);
        if (given == null) {
            throw new IllegalArgumentException("What shall the file be called? Neither the header "
                    + WandbConstants.FILE_NAME + " nor the option fileName nor the header " + Exchange.FILE_NAME
                    + " says it");
        }
        return checked("header " + Exchange.FILE_NAME, given);
    }

    private @Nullable String explicit(Message message) {
        Object header = message.getHeader(WandbConstants.FILE_NAME);
        return header == null ? option : checked("header " + WandbConstants.FILE_NAME, String.valueOf(header));
    }

    /**
     * The name, which somebody gave.
     *
     * @param source of it, for the texts of errors
     * @throws IllegalArgumentException if no file can have it
     */
    static String checked(String source, String name) {
        try {
            return FileNames.require(name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The " + source + ": " + e.getMessage(), e);
        }
    }
}
