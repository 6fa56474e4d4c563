// SPDX-License-Identifier: Apache-2.0
package io.github.camelwandb.producer;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.camelwandb.client.files.PartialFile;
import io.github.camelwandb.client.model.CsvCells;
import io.github.camelwandb.client.model.FlatRun;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Each run as a row of comma-separated values. The header names the columns of all runs, so the rows wait in a temporary file until the last
 * run is known.
 */
final class CsvExport implements ExportFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<Map<String, String>> ROW = new TypeReference<>() {};

    /** An empty text is not the same as no value. */
    private static final CsvMapper CSV = CsvMapper.csvBuilder()
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
            .build();

    private final PartialFile file;
    private final CsvCells cells;
    private final CsvHeader header = new CsvHeader();
    private final Path spool;
    private final Writer rows;

    CsvExport(PartialFile file, CsvCells cells) {
        this.file = file;
        this.cells = cells;
        try {
            spool = Files.createTempFile("wandb-", ".rows");
            rows = writer(Files.newOutputStream(spool));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void add(FlatRun run) {
        Map<String, String> row = new LinkedHashMap<>();
        run.columns().forEach((column, value) -> {
            header.add(column);
            String cell = cells.of(value);
            if (cell != null) {
                row.put(column, cell);
            }
        });
        try {
            rows.append(JSON.writeValueAsString(row)).append('\n');
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void complete() {
        List<String> columns = header.columns();
        CsvSchema schema = CsvSchema.builder()
                .addColumns(columns, CsvSchema.ColumnType.STRING)
                .build();
        try {
            rows.close();
            try (BufferedReader spooled = Files.newBufferedReader(spool);
                    MappingIterator<Map<String, String>> each =
                            JSON.readerFor(ROW).readValues(spooled);
                    SequenceWriter csv = CSV.writer(schema).writeValues(writer(file.stream()))) {
                csv.write(columns.stream().collect(Collectors.toMap(Function.identity(), Function.identity())));
                while (each.hasNextValue()) {
                    csv.write(each.nextValue());
                }
            }
            file.complete();
            Files.delete(spool);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** One that has a question mark for half a surrogate pair, which others refuse. */
    private static Writer writer(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    }

    @Override
    public void giveUp() {
        try {
            rows.close();
            Files.deleteIfExists(spool);
        } catch (IOException e) {
            throw failed(e);
        } finally {
            file.giveUp();
        }
    }

    private static UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException(
                "The rows of the export cannot be kept in a temporary file: " + cause
                        + ". Check the space below java.io.tmpdir",
                cause);
    }
}
