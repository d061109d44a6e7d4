package com.gt8004.analytics.command;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.gt8004.analytics.store.Database;
import com.gt8004.analytics.store.ExportField;
import com.gt8004.analytics.store.ExportStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rows as NDJSON, straight out of the table. */
@Command(
    name = "export",
    description = "Writes an agent's rows of request_logs as NDJSON in UTF-8, oldest event first.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  gt8004-analytics export --agent my-agent > requests.ndjson",
      "  gt8004-analytics export --agent my-agent --fields entry_id,path,request_body"
    })
final class ExportCommand extends DatabaseCommand {
  @Option(names = "--agent", paramLabel = "ID", required = true, description = "Whose rows.")
  private String agent = "";

  @Option(
      names = "--fields",
      paramLabel = "a,b",
      split = ",",
      description = "Which fields, in this order. Default: all of them.")
  private List<String> fieldNames = new ArrayList<>();

  @Override
  void check() {
    fields();
  }

  @Override
  int on(Database database, PrintWriter out) throws IOException {
    List<ExportField> fields = fields();
    try (JsonGenerator json = Output.JSON.getFactory().createGenerator(out)) {
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      long rows =
          new ExportStore(database).export(agent, fields, values -> write(json, fields, values));
      if (rows > 0) {
        json.writeRaw('\n');
      }
    }
    if (out.checkError()) {
      throw new IOException("cannot write the export: standard output is closed or full");
    }
    return 0;
  }

  private List<ExportField> fields() {
    if (fieldNames.isEmpty()) {
      return ExportField.everything();
    }
    List<ExportField> fields = new ArrayList<>();
    for (String name : fieldNames) {
      ExportField field = ExportField.named(name.strip());
      if (field == null) {
        throw usage("no field \"" + name + "\"; there are "
            + ExportField.everything().stream()
                .map(ExportField::name)
                .collect(Collectors.joining(", ")));
      }
      fields.add(field);
    }
    return fields;
  }

  private static void write(
      JsonGenerator json, List<ExportField> fields, List<@Nullable Object> values) {
    try {
      json.writeStartObject();
      for (int i = 0; i < fields.size(); i++) {
        write(json, fields.get(i).name(), values.get(i));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the export", e);
    }
  }

  private static void write(JsonGenerator json, String name, @Nullable Object value)
      throws IOException {
    json.writeFieldName(name);
    if (value instanceof BigDecimal number) {
      json.writeNumber(number);
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value != null && name.equals("headers")) {
      json.writeRawValue(value.toString());
    } else if (value != null) {
      json.writeString(value.toString());
    } else {
      json.writeNull();
    }
  }
}
