// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import org.apache.camel.spi.Metadata;

/** The headers of the component. What a consumer sets is information; only the override headers redirect a producer. */
public final class WandbConstants {

    @Metadata(label = "consumer", description = "The entity (user or team) of the run.", javaType = "String")
    public static final String ENTITY = "CamelWandbEntity";

    @Metadata(label = "consumer", description = "The project of the run.", javaType = "String")
    public static final String PROJECT = "CamelWandbProject";

    @Metadata(
            label = "consumer",
            description = "The id of the run, unique in its project (not its display name).",
            javaType = "String",
            important = true)
    public static final String RUN_ID = "CamelWandbRunId";

    @Metadata(label = "consumer", description = "The display name of the run.", javaType = "String")
    public static final String RUN_NAME = "CamelWandbRunName";

    @Metadata(
            label = "consumer",
            description =
                    "The state of the run when it was last listed, in lower case: `running`, `finished`, `failed`,"
                            + " `crashed`, `killed`, `preempting`, `preempted` or `pending`.",
            javaType = "String")
    public static final String RUN_STATE = "CamelWandbRunState";

    @Metadata(label = "consumer", description = "The page of the run in the W&B app.", javaType = "String")
    public static final String RUN_URL = "CamelWandbRunUrl";

    @Metadata(
            label = "consumer",
            description = "The step of the row; of a batch, the step of its first row.",
            javaType = "Long",
            important = true)
    public static final String STEP = "CamelWandbStep";

    @Metadata(
            label = "consumer",
            description =
                    "When the row or the line was logged, by the clock of the training job, in milliseconds since the epoch; of a"
                            + " batch, of its first row. Absent where the row has no `_timestamp`.",
            javaType = "Long")
    public static final String TIMESTAMP = "CamelWandbTimestamp";

    @Metadata(
            label = "consumer",
            description =
                    "How often the history of the run, or with `stream=logs` its console, was found to have begun anew: 1 for the first.",
            javaType = "Integer")
    public static final String GENERATION = "CamelWandbGeneration";

    @Metadata(
            label = "consumer",
            description =
                    "The key of the row for idempotent sinks: entity/project/run id/generation/step/hash of the row."
                            + " The same key always means the same bytes. Of a batch: the step of its first row, and a hash of all.",
            javaType = "String",
            important = true)
    public static final String ROW_KEY = "CamelWandbRowKey";

    @Metadata(
            label = "consumer",
            description = "The key of the row for upserts: entity/project/run id/step. The last delivery wins.",
            javaType = "String")
    public static final String ROW_ID = "CamelWandbRowId";

    @Metadata(label = "consumer", description = "How many rows the body holds.", javaType = "Integer")
    public static final String ROW_COUNT = "CamelWandbRowCount";

    @Metadata(
            label = "consumer",
            description =
                    "True where the row was found below rows that were delivered before: its step is no higher than theirs. Otherwise the header is absent.",
            javaType = "Boolean")
    public static final String LATE = "CamelWandbLate";

    @Metadata(
            label = "consumer",
            description =
                    "On the first row of a generation that replays what W&B has rewritten: the first step that may differ from what was delivered before.",
            javaType = "Long")
    public static final String REWRITTEN_FROM = "CamelWandbRewrittenFrom";

    @Metadata(
            label = "consumer",
            description =
                    "With `stream=runs`: what happened to the run: `appeared`, `changed`, `ended` (it is no longer active) or"
                            + " `disappeared`.",
            javaType = "String")
    public static final String EVENT = "CamelWandbEvent";

    @Metadata(
            label = "consumer",
            description = "With `stream=logs`: the number of the line in the console of the run, from 0.",
            javaType = "Long")
    public static final String LINE_NUMBER = "CamelWandbLineNumber";

    @Metadata(
            label = "consumer",
            description = "With `stream=logs`: `error` where the line went to stderr. Otherwise the header is absent.",
            javaType = "String")
    public static final String LINE_LEVEL = "CamelWandbLineLevel";

    @Metadata(
            label = "consumer",
            description =
                    "With `stream=logs`: which of several writers of the run wrote the line. Absent where there is one only.",
            javaType = "String")
    public static final String LINE_LABEL = "CamelWandbLineLabel";

    @Metadata(
            label = "producer",
            description =
                    "The operation, in place of the option `operation`: of the class of that option (read or write) or"
                            + " below it. An endpoint without the option reads only.",
            javaType = "io.github.camelwandb.WandbOperation",
            important = true)
    public static final String OPERATION = "CamelWandbOperation";

    @Metadata(label = "producer", description = "The entity, in place of the one in the URI.", javaType = "String")
    public static final String OVERRIDE_ENTITY = "CamelWandbOverrideEntity";

    @Metadata(label = "producer", description = "The project, in place of the one in the URI.", javaType = "String")
    public static final String OVERRIDE_PROJECT = "CamelWandbOverrideProject";

    @Metadata(label = "producer", description = "The run id, in place of the one in the URI.", javaType = "String")
    public static final String OVERRIDE_RUN_ID = "CamelWandbOverrideRunId";

    @Metadata(
            label = "producer",
            description =
                    "The name of the file in the run, or of the one that `logArtifact` logs, such as `media/images/a.png`, in place of the option"
                            + " `fileName`. No operation sets it, so that what one answers does not redirect the next.",
            javaType = "String",
            important = true)
    public static final String FILE_NAME = "CamelWandbFileName";

    @Metadata(
            label = "producer",
            description = "The pattern of `listFiles`, in place of the option `filePattern`.",
            javaType = "String")
    public static final String FILE_PATTERN = "CamelWandbFilePattern";

    @Metadata(
            label = "producer",
            description =
                    "A folder below the option `fileDir`, into which `downloadFile`, `downloadArtifact` and `exportRuns` put files. Without that"
                            + " option the header is refused.",
            javaType = "String")
    public static final String FILE_DIR = "CamelWandbFileDir";

    @Metadata(
            label = "producer",
            description =
                    "The MD5 of the file in base64, as W&B has it, which `downloadFile` has checked. Absent where W&B has none. Set by"
                            + " `downloadFile`, `uploadFile` and `exportRuns`.",
            javaType = "String")
    public static final String FILE_MD5 = "CamelWandbFileMd5";

    @Metadata(
            label = "producer",
            description =
                    "The MIME type of the file, where W&B says it. Set by `downloadFile`, `uploadFile` and `exportRuns`.",
            javaType = "String")
    public static final String FILE_MIME_TYPE = "CamelWandbFileMimeType";

    @Metadata(
            label = "producer",
            description =
                    "The artifact that operations on artifacts are about, in place of the option `artifact`: its name, such as `mnist`, and"
                            + " where a version is meant an alias, `vN` or a digest behind a colon, as in `mnist:v3`. `useArtifact` takes one of"
                            + " another project, too: `entity/project/mnist:v3`.",
            javaType = "String",
            important = true)
    public static final String ARTIFACT = "CamelWandbArtifact";

    @Metadata(
            label = "producer",
            description =
                    "The type of the artifact that `logArtifact` logs, or of those that `listArtifacts` lists, in place of the option"
                            + " `artifactType`.",
            javaType = "String")
    public static final String ARTIFACT_TYPE = "CamelWandbArtifactType";

    @Metadata(
            label = "producer",
            description =
                    "What always means the version, such as `mnist:v3`. Set by `getArtifact`, `downloadArtifact`, `logArtifact`,"
                            + " `useArtifact` and `setArtifactAliases`.",
            javaType = "String")
    public static final String ARTIFACT_NAME = "CamelWandbArtifactName";

    @Metadata(
            label = "producer",
            description =
                    "Whether `listArtifacts` lists the artifacts that the run used, in place of the option `usedArtifacts`.",
            javaType = "Boolean")
    public static final String USED_ARTIFACTS = "CamelWandbUsedArtifacts";

    @Metadata(
            label = "producer",
            description =
                    "What `downloadArtifact` fetches: names of files, or of folders with all that is in them, as a list or with commas"
                            + " between them. Default: all.",
            javaType = "Object")
    public static final String ARTIFACT_FILES = "CamelWandbArtifactFiles";

    @Metadata(
            label = "producer",
            description =
                    "The aliases that `logArtifact` gives the version and takes from others, as a list or with commas between them."
                            + " Default: `latest`.",
            javaType = "Object")
    public static final String ARTIFACT_ALIASES = "CamelWandbArtifactAliases";

    @Metadata(
            label = "producer",
            description = "What `logArtifact` says of the version to people.",
            javaType = "String")
    public static final String ARTIFACT_DESCRIPTION = "CamelWandbArtifactDescription";

    @Metadata(
            label = "producer",
            description = "What `logArtifact` says of the version to programs: a Map, or a JSON object.",
            javaType = "Object")
    public static final String ARTIFACT_METADATA = "CamelWandbArtifactMetadata";

    @Metadata(
            label = "producer",
            description =
                    "What `logArtifact` does not upload but refers to: a Map, or a JSON object, of addresses such as `s3://bucket/key` by"
                            + " name.",
            javaType = "Object")
    public static final String ARTIFACT_REFERENCES = "CamelWandbArtifactReferences";

    @Metadata(
            label = "producer",
            description = "The exit code of `finishRun`: 0 (default) makes the run finished, any other failed.",
            javaType = "Integer")
    public static final String EXIT_CODE = "CamelWandbExitCode";

    @Metadata(
            label = "producer",
            description = "The step to which `rewindRun` goes back: all rows behind it are taken away.",
            javaType = "Long")
    public static final String REWIND_TO = "CamelWandbRewindTo";

    @Metadata(
            label = "producer",
            description =
                    "True where somebody else writes to the run too. Set by `logHistory` where the server counts more lines than"
                            + " there should be, and by `updateConfig`, `updateSummary` and `updateRun` where somebody"
                            + " had changed the same entry meanwhile. Otherwise the header is absent.",
            javaType = "Boolean")
    public static final String CONFLICT = "CamelWandbConflict";

    @Metadata(
            label = "producer",
            description =
                    "The filter of `queryRuns`, `countRuns` and `exportRuns`, in place of the option `filter`: JSON or a Map.",
            javaType = "Object")
    public static final String FILTER = "CamelWandbFilter";

    @Metadata(
            label = "producer",
            description = "The order of `queryRuns` and `exportRuns`, in place of the option `order`.",
            javaType = "String")
    public static final String ORDER = "CamelWandbOrder";

    @Metadata(
            label = "producer",
            description =
                    "The table of `getTable`, in place of the option `table`: the name of the metric in the summary.",
            javaType = "String")
    public static final String TABLE = "CamelWandbTable";

    @Metadata(
            label = "producer",
            description =
                    "What `updateSweep` does, in place of the body: `pause`, `resume`, `stop` (no new runs) or `cancel` (its running runs are killed). An operation that a header chose never stops or cancels.",
            javaType = "String")
    public static final String SWEEP_ACTION = "CamelWandbSweepAction";

    @Metadata(
            label = "producer",
            description = "What `exportRuns` answers, in place of the option `exportFormat`.",
            javaType = "io.github.camelwandb.ExportFormat")
    public static final String EXPORT_FORMAT = "CamelWandbExportFormat";

    @Metadata(
            label = "producer",
            description = "The sweep of `getSweep` and `updateSweep`, in place of the option `sweep`: its id.",
            javaType = "String")
    public static final String OVERRIDE_SWEEP = "CamelWandbOverrideSweep";

    @Metadata(
            label = "producer",
            description = "The states that `waitForRun` waits for, in place of the option `waitForState`.",
            javaType = "String")
    public static final String WAIT_FOR_STATE = "CamelWandbWaitForState";

    @Metadata(
            label = "producer",
            description =
                    "How long `waitForRun` waits at most, in place of the option `waitTimeout`: milliseconds or a text"
                            + " such as `30m`.",
            javaType = "java.time.Duration")
    public static final String WAIT_TIMEOUT = "CamelWandbWaitTimeout";

    @Metadata(
            label = "producer",
            description = "The variables of the document of `graphql`: a Map, or a JSON object.",
            javaType = "Object")
    public static final String VARIABLES = "CamelWandbVariables";

    @Metadata(
            description =
                    "Whether the rows in the body of `getHistory` or `getSystemMetrics` are only a sample of the run's."
                            + " With `stream=system`: true where W&B gave only a sample, so that rows before this one may be missing; otherwise absent.",
            javaType = "Boolean")
    public static final String SAMPLED = "CamelWandbSampled";

    private WandbConstants() {}
}
