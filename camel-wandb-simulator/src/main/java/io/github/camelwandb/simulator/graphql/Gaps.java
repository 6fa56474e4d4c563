// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.simulator.graphql;

import graphql.execution.instrumentation.InstrumentationState;
import graphql.execution.instrumentation.SimplePerformantInstrumentation;
import graphql.execution.instrumentation.parameters.InstrumentationFieldFetchParameters;
import graphql.schema.DataFetcher;
import org.jspecify.annotations.Nullable;

/** Puts an error in the place of the field that a {@link Gap} names. */
final class Gaps extends SimplePerformantInstrumentation {

    @Override
    public DataFetcher<?> instrumentDataFetcher(
            DataFetcher<?> fetcher,
            InstrumentationFieldFetchParameters parameters,
            @Nullable InstrumentationState state) {
        Gap gap = parameters.getExecutionContext().getGraphQLContext().get(Gap.class);
        return gap == null || !gap.field().equals(parameters.getField().getName())
                ? fetcher
                : environment -> {
                    if (gap.isAt(environment)) {
                        throw new Refusal(200, gap.message());
                    }
                    return fetcher.get(environment);
                };
    }
}
