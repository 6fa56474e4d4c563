// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import io.github.camelwandb.WandbOperation;
import java.util.Map;

/** Operations on one kind of thing. */
interface OperationGroup {

    /** Each with what it does. */
    Map<WandbOperation, Operation> operations();
}
