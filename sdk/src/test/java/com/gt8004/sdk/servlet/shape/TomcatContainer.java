package com.gt8004.sdk.servlet.shape;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.Servlet;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.startup.Tomcat;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.jspecify.annotations.Nullable;

final class TomcatContainer implements Container {
  private final Tomcat tomcat = new Tomcat();

  TomcatContainer(Servlet servlet, @Nullable Filter filter) throws Exception {
    Path folder = Files.createTempDirectory("gt8004-tomcat");
    folder.toFile().deleteOnExit();
    tomcat.setBaseDir(folder.toString());
    tomcat.setPort(0);
    tomcat
        .getConnector()
        .setProperty("address", InetAddress.getLoopbackAddress().getHostAddress());
    Context context = tomcat.addContext("", folder.toString());
    ErrorReportValve plain = new ErrorReportValve();
    plain.setShowReport(false); // stack traces have the filter's frames
    ((StandardHost) tomcat.getHost()).getPipeline().addValve(plain);
    if (filter != null) {
      add(context, filter);
    }
    Wrapper wrapper = Tomcat.addServlet(context, "shapes", servlet);
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded("/*", "shapes");
    tomcat.start();
  }

  private static void add(Context context, Filter filter) {
    FilterDef definition = new FilterDef();
    definition.setFilterName("gt8004");
    definition.setFilter(filter);
    definition.setAsyncSupported("true");
    context.addFilterDef(definition);
    FilterMap map = new FilterMap();
    map.setFilterName("gt8004");
    map.addURLPattern("/*");
    for (DispatcherType type : DispatcherType.values()) {
      map.setDispatcher(type.name());
    }
    context.addFilterMap(map);
  }

  @Override
  public int port() {
    return tomcat.getConnector().getLocalPort();
  }

  @Override
  public void close() throws LifecycleException {
    tomcat.stop();
    tomcat.destroy();
  }
}
