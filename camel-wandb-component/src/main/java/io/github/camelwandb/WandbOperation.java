// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb;

/** What a producer does. The class of an operation says how much harm a message could do by choosing it in a header. */
public enum WandbOperation {
    getRun(Access.READ),
    queryRuns(Access.READ),
    countRuns(Access.READ),
    exportRuns(Access.READ),
    getHistory(Access.READ),
    scanHistory(Access.READ),
    getSystemMetrics(Access.READ),
    getLogs(Access.READ),
    waitForRun(Access.READ),
    getProject(Access.READ),
    listProjects(Access.READ),
    listReports(Access.READ),
    getSweep(Access.READ),
    listSweeps(Access.READ),
    viewer(Access.READ),
    listFiles(Access.READ),
    downloadFile(Access.READ),
    getTable(Access.READ),
    flush(Access.READ),
    listArtifacts(Access.READ),
    getArtifact(Access.READ),
    downloadArtifact(Access.READ),
    updateConfig(Access.WRITE),
    updateSummary(Access.WRITE),
    updateRun(Access.WRITE),
    createRun(Access.WRITE),
    logHistory(Access.WRITE),
    finishRun(Access.WRITE),
    createAlert(Access.WRITE),
    uploadFile(Access.WRITE),
    createProject(Access.WRITE),
    updateSweep(Access.WRITE),
    logArtifact(Access.WRITE),
    useArtifact(Access.WRITE),
    setArtifactAliases(Access.WRITE),
    stopRun(Access.DESTRUCTIVE),
    rewindRun(Access.DESTRUCTIVE),
    deleteRun(Access.DESTRUCTIVE),
    deleteFile(Access.DESTRUCTIVE),
    graphql(Access.DESTRUCTIVE);

    /** The classes of operations, the harmless first. */
    public enum Access {
        READ,
        WRITE,
        DESTRUCTIVE
    }

    private final Access access;

    WandbOperation(Access access) {
        this.access = access;
    }

    public Access access() {
        return access;
    }
}
