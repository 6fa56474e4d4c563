// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

import io.github.camelwandb.client.Projection;
import io.github.camelwandb.client.model.NonFinite;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Configurer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.StateRepository;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.spi.UriPath;
import org.jspecify.annotations.Nullable;

/** The options of an endpoint; those of the component are the defaults of its endpoints. */
@UriParams
@Configurer
public class WandbConfiguration implements Cloneable {
    @UriPath(
            description =
                    "The entity: a user or a team. `-` stands for the one of the environment variable `WANDB_ENTITY` or else the default entity of the key.")
    @Metadata(required = true)
    private String entity = "";

    @UriPath(description = "The project. `-` stands for the one of the environment variable `WANDB_PROJECT`.")
    @Metadata(required = true)
    private String project = "";

    @UriPath(
            description =
                    "The id of one run (not its display name). Without it a consumer follows every run that matches.")
    private @Nullable String runId;

    @UriParam(
            label = "common",
            description =
                    "The API of the W&B server: for a dedicated or self-managed server its address, such as `https://acme.wandb.io`. The default is the environment variable `WANDB_BASE_URL`, if set, or else W&B's own cloud.",
            defaultValue = "https://api.wandb.ai")
    private @Nullable String baseUrl;

    @UriParam(
            label = "security",
            description =
                    "The API key. Without it the environment variable `WANDB_API_KEY` and then the netrc file (what `wandb login` writes) are asked.",
            secret = true)
    private @Nullable String apiKey;

    @UriParam(
            label = "security",
            description =
                    "The file with a token of an identity provider (a JWT), in place of a key: the server gives access for it, which is renewed in time."
                            + " Default: the one of the environment variable `WANDB_IDENTITY_TOKEN_FILE`.")
    private @Nullable String identityTokenFile;

    @UriParam(
            label = "consumer",
            description =
                    "What to follow: `history`, the rows of the runs; `runs`, the runs themselves (a message when one appears, changes, ends or disappears); `system`, their system metrics; or `logs`, the lines of their consoles.",
            defaultValue = "history")
    private WandbStream stream = WandbStream.history;

    @UriParam(
            label = "common",
            description =
                    "Which runs: W&B's filter in MongoDB style, passed to the server. JSON, `resource:classpath:name`, `resource:file:name`, or `#bean:name` of a Map. JSON with an ampersand, a plus or a percent sign goes into `RAW(...)`.",
            javaType = "java.lang.String")
    private @Nullable Object filter;

    @UriParam(
            label = "common",
            description =
                    "Only runs in one of these states, separated by commas; and-ed with `filter`. A run that was once admitted is followed to its end whatever its state.")
    private @Nullable String state;

    @UriParam(
            label = "common",
            description = "Only runs with one of these tags, separated by commas; and-ed with `filter`.")
    private @Nullable String tags;

    @UriParam(label = "common", description = "Only runs of this group; and-ed with `filter`.")
    private @Nullable String group;

    @UriParam(label = "common", description = "Only runs of this job type; and-ed with `filter`.")
    private @Nullable String jobType;

    @UriParam(
            label = "common",
            description =
                    "Only runs of the sweep with this id; and-ed with `filter`. With `getSweep` and `updateSweep`: the sweep.")
    private @Nullable String sweep;

    @UriParam(
            label = "common",
            description = "Only runs created after this time, ISO-8601 or an age such as `7d`; and-ed with `filter`.")
    private @Nullable String createdAfter;

    @UriParam(
            label = "common",
            description =
                    "Only runs whose last sign of life came after this time, ISO-8601 or an age such as `12h`; and-ed with `filter`.")
    private @Nullable String updatedAfter;

    @UriParam(
            label = "common",
            description =
                    "The metrics to keep, separated by commas; nested ones by their dotted name, such as `loss.train`. `_step`, `_timestamp` and `_runtime` are always kept. Default: all.")
    private @Nullable String keys;

    @UriParam(
            label = "common",
            description =
                    "Which rows to keep where `keys` is set: those with `any` of the metrics or those with `all`.",
            defaultValue = "any")
    private KeysMode keysMode = KeysMode.any;

    @UriParam(
            label = "common",
            description =
                    "How NaN and the infinities appear in a row: as the strings `NaN`, `Infinity` and `-Infinity`, as `null`, or as numbers (which JSON text cannot hold: they are written as bare tokens, as W&B itself does).",
            defaultValue = "string",
            enums = "string,null,number")
    private NonFinite nonFinite = NonFinite.STRING;

    @UriParam(
            label = "consumer",
            description =
                    "Where a run starts that has no stored position: at its first row (`earliest`), behind the rows that are there when the subscription starts for the first time (`latest`; runs that appear later start at their first row), or at a step.",
            defaultValue = "earliest")
    private String startFrom = "earliest";

    @UriParam(
            label = "consumer",
            description =
                    "1: the body is a row. More: the body is a batch of up to so many consecutive rows of one run, which never waits to fill.",
            defaultValue = "1")
    private int rowsPerExchange = 1;

    @UriParam(
            label = "consumer",
            description =
                    "Whether a row also carries `_entity`, `_project`, `_runId` and `_rowKey`, because sinks drop headers.",
            defaultValue = "true")
    private boolean includeRun = true;

    @UriParam(
            label = "consumer",
            description =
                    "Another place than `offsetPath` where the positions of the runs are kept. Without either they are in memory, and a restart begins anew.")
    private @Nullable StateRepository<String, String> offsetRepository;

    @UriParam(
            label = "consumer",
            description =
                    "Whose positions these are. Default: the path of the endpoint. Two routes on one store must differ.")
    private @Nullable String offsetName;

    @UriParam(
            label = "consumer",
            description =
                    "The file that keeps the positions of the runs, durable and checksummed; one process at a time, on a local disk.")
    private @Nullable String offsetPath;

    @UriParam(
            label = "consumer",
            description =
                    "How long positions may wait before they are committed together; 0 commits with every exchange.",
            defaultValue = "100",
            javaType = "java.time.Duration")
    private long offsetCommitInterval = 100;

    @UriParam(
            label = "consumer",
            description =
                    "What becomes of a row that the route fails on again and again: its run waits at it with growing delay while others flow (`hold`), or after `rowFailureAttempts` it is passed over, with an event (`skip`).",
            defaultValue = "hold",
            enums = "hold,skip")
    private OnRowFailure onRowFailure = OnRowFailure.HOLD;

    @UriParam(
            label = "consumer",
            description =
                    "With `onRowFailure=skip`: how often the route may fail on a row before it is passed over. A batch that fails so often is then handed over row by row.",
            defaultValue = "5")
    private int rowFailureAttempts = 5;

    @UriParam(
            label = "consumer",
            description =
                    "What follows when W&B no longer shows rows that were delivered, because a run was rewound, overwritten or created anew: rows come again from the last remembered one that still stands, as a new generation (`replay`), only rows above the highest delivered step come (`continue`), or the run is held (`stop`).",
            defaultValue = "replay",
            enums = "replay,continue,stop")
    private OnHistoryRewrite onHistoryRewrite = OnHistoryRewrite.REPLAY;

    @UriParam(
            label = "consumer",
            description =
                    "How many exchanges of one run may be handed over and not completed. 1 keeps strict order even after a failure; more lets an asynchronous sink run at speed.",
            defaultValue = "1")
    private int maxInFlightPerRun = 1;

    @UriParam(
            label = "consumer",
            description =
                    "How often runs are listed without narrowing to those that showed life lately: the bound for whatever a narrowed listing cannot show.",
            defaultValue = "10m",
            javaType = "java.time.Duration")
    private long fullSweepInterval = 600_000;

    @UriParam(label = "consumer", description = "How many runs are read and delivered at once.", defaultValue = "10")
    private int maxConcurrentRuns = 10;

    @UriParam(
            label = "consumer",
            description =
                    "How many exchanges may be started between two polls, shared by all runs in turn. 0: as many as there are.",
            defaultValue = "0")
    private int maxMessagesPerPoll = 0;

    @UriParam(
            label = "producer",
            description =
                    "What to do. Without it the header `CamelWandbOperation` decides, among the operations that only read.")
    private @Nullable WandbOperation operation;

    @UriParam(
            label = "producer",
            description =
                    "The order of `queryRuns` and `exportRuns`: one field, behind a plus sign for ascending or a minus sign for descending order, such as `-heartbeat_at` or `-summary_metrics.acc`.",
            defaultValue = "+created_at")
    private String order = "+created_at";

    @UriParam(
            label = "producer",
            description = "How much `queryRuns` reads of each run: `light`, or `full` with config and summary.",
            defaultValue = "light",
            enums = "light,full")
    private Projection projection = Projection.LIGHT;

    @UriParam(
            label = "producer",
            description =
                    "What `exportRuns` answers: `records`, a Map for each run, read as they are asked for; or a file with all of them, as `jsonl` (a JSON object in each line) or `csv`.",
            defaultValue = "records")
    private ExportFormat exportFormat = ExportFormat.records;

    @UriParam(
            label = "producer",
            description =
                    "Whether `exportRuns` puts an apostrophe before a text in CSV that a spreadsheet would run as a formula: anybody who names a run or a tag could write one. Switch it off where programs read the file.",
            defaultValue = "true")
    private boolean escapeFormulas = true;

    @UriParam(
            label = "producer",
            description =
                    "How many elements `queryRuns`, `exportRuns` and the operations that list ask for in one request.",
            defaultValue = "50")
    private int pageSize = 50;

    @UriParam(
            label = "producer",
            description =
                    "How long `getRun`, `countRuns`, `getProject`, `getSweep` and `viewer` may answer what was read before. 0: each message asks the server.",
            defaultValue = "0",
            javaType = "java.time.Duration")
    private long cacheTtl = 0;

    @UriParam(
            label = "producer",
            description =
                    "The table that `getTable` reads: the name of the metric in the summary, such as `predictions`, where neither the body is the reference to one nor the header `CamelWandbTable` names one.")
    private @Nullable String table;

    @UriParam(
            label = "producer",
            description =
                    "Whether `getRun`, `queryRuns` and `exportRuns` also read the file `wandb-metadata.json` of each run. That takes one more request a run (`getRun`: two), and the file has the command line of the training, which may hold secrets.",
            defaultValue = "false")
    private boolean metadata = false;

    @UriParam(
            label = "producer",
            description =
                    "How many rows `getHistory` and `getSystemMetrics` ask for at most: W&B picks them from all there are.",
            defaultValue = "500")
    private int samples = 500;

    @UriParam(
            label = "producer",
            description =
                    "What `updateConfig` and `updateSummary` do: change the entries that the body names as a JSON Merge Patch does (merge),"
                            + " or make them the only ones beside W&B's own (replace), which no header can choose.",
            defaultValue = "merge")
    private UpdateMode updateMode = UpdateMode.merge;

    @UriParam(
            label = "producer",
            description =
                    "The name of the file that `downloadFile`, `uploadFile`, `deleteFile` and `getTable` are about, such as `config.yaml`, that"
                            + " `exportRuns` writes, or that `logArtifact` gives a body that is one file, where the header `CamelWandbFileName`"
                            + " names none.")
    private @Nullable String fileName;

    @UriParam(
            label = "producer",
            description =
                    "Which files `listFiles` lists, as SQL's LIKE has it: `%` stands for any text, `_` for any character, as in"
                            + " `media/%.png`. Default: all.")
    private @Nullable String filePattern;

    @UriParam(
            label = "producer",
            description =
                    "The directory into which `downloadFile`, `downloadArtifact` and `exportRuns` put files under their names, and where they"
                            + " stay. Default: a temporary one that is deleted when the exchange ends.")
    private @Nullable String fileDir;

    @UriParam(
            label = "producer",
            description =
                    "The artifact that operations on artifacts are about, where the header `CamelWandbArtifact` names none: its name, such as"
                            + " `mnist`, and where a version is meant an alias, `vN` or a digest behind a colon, as in `mnist:v3`. Default version: `latest`.")
    private @Nullable String artifact;

    @UriParam(
            label = "producer",
            description =
                    "The type of the artifact that `logArtifact` logs, such as `dataset` or `model`, or of those that `listArtifacts` lists, where the"
                            + " header `CamelWandbArtifactType` names none.")
    private @Nullable String artifactType;

    @UriParam(
            label = "producer",
            description =
                    "Whether `listArtifacts` lists the artifacts that the run used, instead of those that it logged.",
            defaultValue = "false")
    private boolean usedArtifacts = false;

    @UriParam(label = "producer", description = "The first step of `scanHistory`.", defaultValue = "0")
    private long minStep = 0;

    @UriParam(
            label = "producer",
            description = "The step before which `scanHistory` ends. Default: the end of the history.")
    private @Nullable Long maxStep;

    @UriParam(
            label = "producer",
            description = "How many lines `getLogs` answers at most: the last of the console. 0: all of them.",
            defaultValue = "0")
    private int lastLines = 0;

    @UriParam(
            label = "producer",
            description =
                    "The states that `waitForRun` waits for, separated by commas. Default: those in which nobody writes to the run any more: `finished`, `failed`, `crashed`, `killed` and `preempted`.")
    private @Nullable String waitForState;

    @UriParam(
            label = "producer",
            description = "How long `waitForRun` waits at most before it fails.",
            defaultValue = "1h",
            javaType = "java.time.Duration")
    private long waitTimeout = 3_600_000;

    @UriParam(
            label = "producer",
            description =
                    "How long `waitForRun` pauses before it looks at the run again. Each pause is half as long again as the one before, up to twelve times the first.",
            defaultValue = "5s",
            javaType = "java.time.Duration")
    private long waitDelay = 5_000;

    @UriParam(
            label = "producer",
            description =
                    "The document of `graphql`, in place of the body: GraphQL, `resource:classpath:name` or `resource:file:name`.")
    private @Nullable String document;

    @UriParam(
            label = "producer",
            description = "Whether `graphql` answers a JSON text instead of a Map.",
            defaultValue = "false")
    private boolean dataAsText = false;

    public String getEntity() {
        return entity;
    }

    public void setEntity(String entity) {
        this.entity = entity;
    }

    public String getProject() {
        return project;
    }

    public void setProject(String project) {
        this.project = project;
    }

    public @Nullable String getRunId() {
        return runId;
    }

    public void setRunId(@Nullable String runId) {
        this.runId = runId;
    }

    public @Nullable String getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(@Nullable String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public @Nullable String getApiKey() {
        return apiKey;
    }

    public void setApiKey(@Nullable String apiKey) {
        this.apiKey = apiKey;
    }

    public @Nullable String getIdentityTokenFile() {
        return identityTokenFile;
    }

    public void setIdentityTokenFile(@Nullable String identityTokenFile) {
        this.identityTokenFile = identityTokenFile;
    }

    public WandbStream getStream() {
        return stream;
    }

    public void setStream(WandbStream stream) {
        this.stream = stream;
    }

    public @Nullable Object getFilter() {
        return filter;
    }

    public void setFilter(@Nullable Object filter) {
        this.filter = filter;
    }

    public @Nullable String getState() {
        return state;
    }

    public void setState(@Nullable String state) {
        this.state = state;
    }

    public @Nullable String getTags() {
        return tags;
    }

    public void setTags(@Nullable String tags) {
        this.tags = tags;
    }

    public @Nullable String getGroup() {
        return group;
    }

    public void setGroup(@Nullable String group) {
        this.group = group;
    }

    public @Nullable String getJobType() {
        return jobType;
    }

    public void setJobType(@Nullable String jobType) {
        this.jobType = jobType;
    }

    public @Nullable String getSweep() {
        return sweep;
    }

    public void setSweep(@Nullable String sweep) {
        this.sweep = sweep;
    }

    public @Nullable String getCreatedAfter() {
        return createdAfter;
    }

    public void setCreatedAfter(@Nullable String createdAfter) {
        this.createdAfter = createdAfter;
    }

    public @Nullable String getUpdatedAfter() {
        return updatedAfter;
    }

    public void setUpdatedAfter(@Nullable String updatedAfter) {
        this.updatedAfter = updatedAfter;
    }

    public @Nullable String getKeys() {
        return keys;
    }

    public void setKeys(@Nullable String keys) {
        this.keys = keys;
    }

    public KeysMode getKeysMode() {
        return keysMode;
    }

    public void setKeysMode(KeysMode keysMode) {
        this.keysMode = keysMode;
    }

    public NonFinite getNonFinite() {
        return nonFinite;
    }

    public void setNonFinite(NonFinite nonFinite) {
        this.nonFinite = nonFinite;
    }

    public String getStartFrom() {
        return startFrom;
    }

    public void setStartFrom(String startFrom) {
        this.startFrom = startFrom;
    }

    public int getRowsPerExchange() {
        return rowsPerExchange;
    }

    public void setRowsPerExchange(int rowsPerExchange) {
        this.rowsPerExchange = rowsPerExchange;
    }

    public boolean isIncludeRun() {
        return includeRun;
    }

    public void setIncludeRun(boolean includeRun) {
        this.includeRun = includeRun;
    }

    public @Nullable StateRepository<String, String> getOffsetRepository() {
        return offsetRepository;
    }

    public void setOffsetRepository(@Nullable StateRepository<String, String> offsetRepository) {
        this.offsetRepository = offsetRepository;
    }

    public @Nullable String getOffsetName() {
        return offsetName;
    }

    public void setOffsetName(@Nullable String offsetName) {
        this.offsetName = offsetName;
    }

    public @Nullable String getOffsetPath() {
        return offsetPath;
    }

    public void setOffsetPath(@Nullable String offsetPath) {
        this.offsetPath = offsetPath;
    }

    public long getOffsetCommitInterval() {
        return offsetCommitInterval;
    }

    public void setOffsetCommitInterval(long offsetCommitInterval) {
        this.offsetCommitInterval = offsetCommitInterval;
    }

    public OnRowFailure getOnRowFailure() {
        return onRowFailure;
    }

    public void setOnRowFailure(OnRowFailure onRowFailure) {
        this.onRowFailure = onRowFailure;
    }

    public int getRowFailureAttempts() {
        return rowFailureAttempts;
    }

    public void setRowFailureAttempts(int rowFailureAttempts) {
        this.rowFailureAttempts = rowFailureAttempts;
    }

    public OnHistoryRewrite getOnHistoryRewrite() {
        return onHistoryRewrite;
    }

    public void setOnHistoryRewrite(OnHistoryRewrite onHistoryRewrite) {
        this.onHistoryRewrite = onHistoryRewrite;
    }

    public int getMaxInFlightPerRun() {
        return maxInFlightPerRun;
    }

    public void setMaxInFlightPerRun(int maxInFlightPerRun) {
        this.maxInFlightPerRun = maxInFlightPerRun;
    }

    public long getFullSweepInterval() {
        return fullSweepInterval;
    }

    public void setFullSweepInterval(long fullSweepInterval) {
        this.fullSweepInterval = fullSweepInterval;
    }

    public int getMaxConcurrentRuns() {
        return maxConcurrentRuns;
    }

    public void setMaxConcurrentRuns(int maxConcurrentRuns) {
        this.maxConcurrentRuns = maxConcurrentRuns;
    }

    public int getMaxMessagesPerPoll() {
        return maxMessagesPerPoll;
    }

    public void setMaxMessagesPerPoll(int maxMessagesPerPoll) {
        this.maxMessagesPerPoll = maxMessagesPerPoll;
    }

    public @Nullable WandbOperation getOperation() {
        return operation;
    }

    public void setOperation(@Nullable WandbOperation operation) {
        this.operation = operation;
    }

    public String getOrder() {
        return order;
    }

    public void setOrder(String order) {
        this.order = order;
    }

    public Projection getProjection() {
        return projection;
    }

    public void setProjection(Projection projection) {
        this.projection = projection;
    }

    public ExportFormat getExportFormat() {
        return exportFormat;
    }

    public void setExportFormat(ExportFormat exportFormat) {
        this.exportFormat = exportFormat;
    }

    public boolean isEscapeFormulas() {
        return escapeFormulas;
    }

    public void setEscapeFormulas(boolean escapeFormulas) {
        this.escapeFormulas = escapeFormulas;
    }

    public boolean isMetadata() {
        return metadata;
    }

    public void setMetadata(boolean metadata) {
        this.metadata = metadata;
    }

    public @Nullable String getTable() {
        return table;
    }

    public void setTable(@Nullable String table) {
        this.table = table;
    }

    public long getCacheTtl() {
        return cacheTtl;
    }

    public void setCacheTtl(long cacheTtl) {
        this.cacheTtl = cacheTtl;
    }

    public int getPageSize() {
        return pageSize;
    }

    public void setPageSize(int pageSize) {
        this.pageSize = pageSize;
    }

    public int getSamples() {
        return samples;
    }

    public void setSamples(int samples) {
        this.samples = samples;
    }

    public UpdateMode getUpdateMode() {
        return updateMode;
    }

    public void setUpdateMode(UpdateMode updateMode) {
        this.updateMode = updateMode;
    }

    public @Nullable String getFileName() {
        return fileName;
    }

    public void setFileName(@Nullable String fileName) {
        this.fileName = fileName;
    }

    public @Nullable String getFilePattern() {
        return filePattern;
    }

    public void setFilePattern(@Nullable String filePattern) {
        this.filePattern = filePattern;
    }

    public @Nullable String getArtifact() {
        return artifact;
    }

    public void setArtifact(@Nullable String artifact) {
        this.artifact = artifact;
    }

    public @Nullable String getArtifactType() {
        return artifactType;
    }

    public void setArtifactType(@Nullable String artifactType) {
        this.artifactType = artifactType;
    }

    public boolean isUsedArtifacts() {
        return usedArtifacts;
    }

    public void setUsedArtifacts(boolean usedArtifacts) {
        this.usedArtifacts = usedArtifacts;
    }

    public @Nullable String getFileDir() {
        return fileDir;
    }

    public void setFileDir(@Nullable String fileDir) {
        this.fileDir = fileDir;
    }

    public long getMinStep() {
        return minStep;
    }

    public void setMinStep(long minStep) {
        this.minStep = minStep;
    }

    public @Nullable Long getMaxStep() {
        return maxStep;
    }

    public void setMaxStep(@Nullable Long maxStep) {
        this.maxStep = maxStep;
    }

    public int getLastLines() {
        return lastLines;
    }

    public void setLastLines(int lastLines) {
        this.lastLines = lastLines;
    }

    public @Nullable String getWaitForState() {
        return waitForState;
    }

    public void setWaitForState(@Nullable String waitForState) {
        this.waitForState = waitForState;
    }

    public long getWaitTimeout() {
        return waitTimeout;
    }

    public void setWaitTimeout(long waitTimeout) {
        this.waitTimeout = waitTimeout;
    }

    public long getWaitDelay() {
        return waitDelay;
    }

    public void setWaitDelay(long waitDelay) {
        this.waitDelay = waitDelay;
    }

    public @Nullable String getDocument() {
        return document;
    }

    public void setDocument(@Nullable String document) {
        this.document = document;
    }

    public boolean isDataAsText() {
        return dataAsText;
    }

    public void setDataAsText(boolean dataAsText) {
        this.dataAsText = dataAsText;
    }

    /** Another configuration with the same values. */
    public WandbConfiguration copy() {
        try {
            return (WandbConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
