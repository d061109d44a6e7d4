package com.gt8004.shipper.send;

import com.gt8004.shipper.batch.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/** Writes a body to the connection without copying it first, compressed on its way if it is to be. */
final class BodyEntity extends AbstractHttpEntity {
  private final RequestBody body;
  private final @Nullable GzipCompressors gzip;

  /** A body that goes as it is. */
  BodyEntity(RequestBody body) {
    this(body, null);
  }

  /** A body that goes compressed, and in chunks, because nobody knows how long that will be; null: as it is. */
  BodyEntity(RequestBody body, @Nullable GzipCompressors gzip) {
    super(ContentType.APPLICATION_JSON.getMimeType(), gzip == null ? null : "gzip", gzip != null);
    this.body = body;
    this.gzip = gzip;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public long getContentLength() {
    return gzip == null ? body.length() : -1;
  }

  @Override
  public InputStream getContent() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream((int) body.length());
    writeTo(copy);
    return new ByteArrayInputStream(copy.toByteArray());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    if (gzip == null) {
      body.writeTo(out);
    } else {
      gzip.write(body, out);
    }
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public void close() {}
}
