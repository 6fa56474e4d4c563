// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.transform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.camelwandb.client.model.CsvCells;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.DataType;
import org.apache.camel.spi.DataTypeTransformer;
import org.apache.camel.spi.Transformer;

/**
 * Comma-separated values: a header with the columns that some row of the body has, by name, and each row. Texts that a spreadsheet would
 * run get an apostrophe.
 */
@DataTypeTransformer(
        name = "wandb:text-csv",
        description = "A row, a batch of rows, a run or the like, as CSV with a header")
public class CsvTransformer extends Transformer {

    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
            .build();

    private static final CsvCells CELLS = new CsvCells(true);

    @Override
    public void transform(Message message, DataType from, DataType to) throws JsonProcessingException {
        SortedSet<String> columns = new TreeSet<>();
        List<Map<String, String>> rows = new ArrayList<>();
        for (Object row : Bodies.rows(message)) {
            Map<String, String> cells = new LinkedHashMap<>();
            Bodies.map(row).forEach((key, value) -> {
                String cell = CELLS.of(value);
                columns.add(String.valueOf(key));
                if (cell != null) {
                    cells.put(shown(String.valueOf(key)), cell);
                }
            });
            rows.add(cells);
        }
        // whoever names a metric could write a formula, too
        CsvSchema schema = CsvSchema.builder()
                .addColumns(
                        columns.stream().map(CsvTransformer::shown).distinct().toList(), CsvSchema.ColumnType.STRING)
                .setUseHeader(true)
                .build();
        message.setBody(CSV.writer(schema).writeValueAsString(rows));
        message.setHeader(Exchange.CONTENT_TYPE, "text/csv");
    }

    private static String shown(String column) {
        return String.valueOf(CELLS.of(column));
    }
}
