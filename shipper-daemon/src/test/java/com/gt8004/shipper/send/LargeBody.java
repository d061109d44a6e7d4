package com.gt8004.shipper.send;

import com.gt8004.shipper.batch.RequestBody;
import java.io.IOException;
import java.io.OutputStream;

/** More than the buffers between two sockets hold. */
record LargeBody() implements RequestBody {
  private static final byte[] PIECE = new byte[1 << 20];

  @Override
  public String id() {
    return "large";
  }

  @Override
  public int count() {
    return 1;
  }

  @Override
  public long length() {
    return 64L << 20;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (int i = 0; i < 64; i++) {
      out.write(PIECE);
    }
  }

  @Override
  public int indexOf(String entryId) {
    return -1;
  }
}
