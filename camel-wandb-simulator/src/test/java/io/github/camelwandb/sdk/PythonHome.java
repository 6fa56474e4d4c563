// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.sdk;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where Python with the W&amp;B SDK is, and where our scripts for it are.
 *
 * @param interpreter of the environment that holds the SDK
 * @param scripts folder of {@code train.py} and {@code read_back.py}
 */
record PythonHome(Path interpreter, Path scripts) {

    private static final String PROPERTY = "camelwandb.python";
    private static final String MAKE = "scripts/python-venv.sh";

    /**
     * The interpreter that the system property {@code camelwandb.python} or the environment variable {@code CAMEL_WANDB_PYTHON} names,
     * else that of {@code target/venv} at the root of the project. Without one the test is skipped; where {@code CI=true} it
     * fails, because there a skipped proof would go unnoticed.
     */
    static PythonHome orSkip() {
        Path root = projectRoot();
        Path scripts = root.resolve("camel-wandb-simulator/src/test/python");
        String named = System.getProperty(PROPERTY, System.getenv("CAMEL_WANDB_PYTHON"));
        if (named != null) {
            return new PythonHome(Path.of(named).toAbsolutePath(), scripts);
        }
        Path venv = root.resolve("target/venv");
        // The stamp is written last: without it the environment is half made.
        if (!Files.exists(venv.resolve("requirements.sha256"))) {
            return missing("The real W&B SDK is not there: run " + MAKE
                    + " first, or name a Python interpreter that has it with -D" + PROPERTY + "=...");
        }
        return new PythonHome(venv.resolve("bin/python"), scripts);
    }

    private static PythonHome missing(String sentence) {
        if ("true".equals(System.getenv("CI"))) {
            return fail(sentence);
        }
        System.err.println(sentence); // Surefire does not show why a test was skipped
        return abort(sentence);
    }

    private static Path projectRoot() {
        @Nullable Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(MAKE))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException("no folder above the working directory has " + MAKE);
        }
        return folder;
    }
}
