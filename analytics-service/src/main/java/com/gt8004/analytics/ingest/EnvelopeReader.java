package com.gt8004.analytics.ingest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.gt8004.analytics.ingest.EntryReader.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request body. Entries are read one at a time, so that never more than one exists as a JSON
 * tree. Thread-safe.
 */
final class EnvelopeReader {
  /** As sent and as unpacked; eight times the shipper's default batch, far below what 16 at once could harm. */
  static final long BODY_BYTES_MAX = 8L << 20;

  static final int ENTRIES_MAX = 1_000;
  private static final int SDK_VERSION_MAX = 64;
  private static final int BATCH_ID_MAX = 128;

  private static final ObjectMapper JSON = JsonMapper.builder()
      .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
      // 0.10 stays 0.10.
      .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
      .build();

  private EnvelopeReader() {}

  /** Reads the whole body; everything that is wrong with it as a whole is a {@link BatchFault}. */
  static Envelope read(InputStream body, boolean gzip) throws BatchFault {
    try (InputStream limited = new BodyLimit(body, BODY_BYTES_MAX);
        InputStream plain =
            gzip ? new BodyLimit(new GZIPInputStream(limited), BODY_BYTES_MAX) : limited;
        JsonParser parser = JSON.getFactory().createParser(plain)) {
      return read(parser);
    } catch (IOException e) {
      throw faultOf(e);
    }
  }

  private static BatchFault faultOf(IOException e) {
    if (BodyLimit.in(e) != null) {
      return new BatchFault(
          413, "body is longer than " + BODY_BYTES_MAX + " bytes; send fewer entries at once");
    }
    if (e instanceof JsonProcessingException json) {
      // Its message would quote the body, which is somebody's data.
      return new BatchFault(
          400,
          "body is not JSON: near line " + json.getLocation().getLineNr() + ", column "
              + json.getLocation().getColumnNr());
    }
    if (e instanceof ZipException) {
      return new BatchFault(400, "body is not gzip though Content-Encoding says so");
    }
    if (e.getCause() instanceof TimeoutException) {
      return new BatchFault(408, "body came too slowly");
    }
    return new BatchFault(400, "body ended early");
  }

  private static Envelope read(JsonParser parser) throws IOException, BatchFault {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new BatchFault(400, "body must be a JSON object with entries");
    }
    Members members = new Members();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      members.take(name, parser);
    }
    if (parser.nextToken() != null) {
      throw new BatchFault(400, "body goes on after its JSON object");
    }
    if (members.outcomes == null || members.outcomes.isEmpty()) {
      throw new BatchFault(
          400, "entries is missing or empty; 1 to " + ENTRIES_MAX + " are allowed");
    }
    return new Envelope(
        members.agentId,
        cut(members.sdkVersion, SDK_VERSION_MAX),
        cut(members.batchId, BATCH_ID_MAX),
        members.outcomes);
  }

  private static @Nullable String cut(@Nullable String text, int charactersMax) {
    return text == null ? null : CleanText.cut(CleanText.of(text), charactersMax);
  }

  /** What has been read so far. */
  private static final class Members {
    @Nullable
    String agentId;

    @Nullable
    String sdkVersion;

    @Nullable
    String batchId;

    @Nullable
    List<Outcome> outcomes;

    void take(String name, JsonParser parser) throws IOException, BatchFault {
      switch (name) {
        case "agent_id" -> agentId = text(name, parser);
        case "agentId" -> agentId = agentId == null ? text(name, parser) : agentId;
        case "sdk_version" -> sdkVersion = text(name, parser);
        case "sdkVersion" -> sdkVersion = sdkVersion == null ? text(name, parser) : sdkVersion;
        case "batch_id" -> batchId = text(name, parser);
        case "batchId" -> batchId = batchId == null ? text(name, parser) : batchId;
        case "entries" -> outcomes = entries(parser);
        default -> parser.skipChildren();
      }
    }

    private static @Nullable String text(String name, JsonParser parser)
        throws IOException, BatchFault {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      if (parser.currentToken() != JsonToken.VALUE_STRING) {
        throw new BatchFault(400, name + " must be text");
      }
      String text = parser.getText();
      return text.isEmpty() ? null : text;
    }

    private static List<Outcome> entries(JsonParser parser) throws IOException, BatchFault {
      if (parser.currentToken() != JsonToken.START_ARRAY) {
        throw new BatchFault(400, "entries must be an array");
      }
      List<Outcome> outcomes = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (outcomes.size() == ENTRIES_MAX) {
          throw new BatchFault(413, "more than " + ENTRIES_MAX + " entries; send fewer at once");
        }
        JsonNode element = JSON.readTree(parser);
        outcomes.add(EntryReader.read(element));
      }
      return outcomes;
    }
  }
}
