// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

/** What {@code exportRuns} answers. */
public enum ExportFormat {
    /** A Map for each run, read as it is asked for. */
    records,
    /** A file with a JSON object in each line. */
    jsonl,
    /** A file of comma-separated values with a header. */
    csv
}
