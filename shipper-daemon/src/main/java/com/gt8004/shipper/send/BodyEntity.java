package com.gt8004.shipper.send;

import com.gt8004.shipper.batch.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** Writes a body to the connection without copying it first. */
final class BodyEntity extends AbstractHttpEntity {
  private final RequestBody body;

  BodyEntity(RequestBody body) {
    super(ContentType.APPLICATION_JSON.getMimeType(), null, false);
    this.body = body;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public InputStream getContent() throws IOException {
    ByteArrayOutputStream copy = new ByteArrayOutputStream((int) body.length());
    body.writeTo(copy);
    return new ByteArrayInputStream(copy.toByteArray());
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    body.writeTo(out);
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public void close() {}
}
