// SPDX-License-Identifier: Apache-2.0
/** Batches of rows as objects in S3. */
@NullMarked
package io.github.camelwandb.examples.s3;

import org.jspecify.annotations.NullMarked;
