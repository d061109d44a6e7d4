package com.gt8004.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import com.gt8004.shipper.batch.RequestBody;
import com.gt8004.shipper.send.ApiKey;
import com.gt8004.shipper.send.IngestClient;
import com.gt8004.shipper.send.SendOutcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A {@link ShipperRig} before a service that is as strict and as forgetful as the live platform. */
final class PlatformRig implements AutoCloseable {
  static final ApiKey KEY = ApiKey.parse(PlatformService.KEY);

  final PlatformService platform;
  final ShipperRig shipper;
  final IngestClient http;

  PlatformRig(Path folder) throws IOException {
    platform = new PlatformService();
    shipper = new ShipperRig(folder);
    shipper.with("ingest_url", platform.url()).with("profile", "auto");
    ShipperConfig config =
        ShipperConfig.load(null, Map.of("api_key", "key"), Map.of()).config();
    http = IngestClient.overHttp(config.sendPolicy(URI.create(platform.url())));
    shipper.ingest.always(this::overHttp);
  }

  /** The real client and a real socket, one request at a time, so that the test decides what is when. */
  SendOutcome overHttp(RequestBody body) {
    try {
      return http.send(body, KEY).get(20, TimeUnit.SECONDS).outcome();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The service stores after it has answered. */
  void awaitRows(int count) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (platform.rows.size() < count
        && platform.lost.isEmpty()
        && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertThat(platform.lost).isEmpty();
    assertThat(platform.rows).hasSize(count);
  }

  @Override
  public void close() {
    shipper.close();
    http.close();
    platform.close();
  }
}
