package com.gt8004.examples.mcpserver;

import com.gt8004.sdk.GT8004Logger;
import com.gt8004.sdk.mcp.GT8004McpContext;
import com.gt8004.sdk.mcp.GT8004McpTools;
import com.gt8004.sdk.servlet.GT8004Filter;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.HttpServletStreamableServerTransportProvider;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** An MCP server with one tool whose calls are logged, over standard input and output or over HTTP. */
public final class McpServerExample {
  private McpServerExample() {}

  /** Serves HTTP on the port that is given, or else standard input and output. */
  public static void main(String[] args) throws Exception {
    GT8004Logger logger = GT8004Logger.fromEnvironment();
    List<SyncToolSpecification> tools = GT8004McpTools.of(logger).sync(List.of(divide()));
    Runtime.getRuntime().addShutdownHook(new Thread(logger::close));
    if (args.length == 0) {
      McpServer.sync(new StdioServerTransportProvider(McpJsonDefaults.getMapper()))
          .serverInfo("example", "1.0")
          .tools(tools)
          .build();
    } else {
      System.out.println("listening on port " + http(logger, tools, Integer.parseInt(args[0])));
    }
  }

  private static SyncToolSpecification divide() {
    Map<String, Object> number = Map.of("type", "integer");
    Tool tool = Tool.builder(
            "divide", Map.of("type", "object", "properties", Map.of("a", number, "b", number)))
        .description("Divides a by b")
        .build();
    return SyncToolSpecification.builder()
        .tool(tool)
        .callHandler((exchange, request) -> {
          int a = ((Number) request.arguments().get("a")).intValue();
          int b = ((Number) request.arguments().get("b")).intValue();
          return CallToolResult.builder().addTextContent(String.valueOf(a / b)).build();
        })
        .build();
  }

  private static int http(GT8004Logger logger, List<SyncToolSpecification> tools, int port)
      throws Exception {
    HttpServletStreamableServerTransportProvider transport =
        HttpServletStreamableServerTransportProvider.builder()
            .mcpEndpoint("/mcp")
            .contextExtractor(GT8004McpContext.extractor())
            .build();
    McpServer.sync(transport).serverInfo("example", "1.0").tools(tools).build();

    ServletContextHandler context = new ServletContextHandler("/");
    FilterHolder filter = new FilterHolder(GT8004Filter.builder(logger).build());
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
    ServletHolder servlet = new ServletHolder(transport);
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/mcp");
    Server server = new Server(port);
    server.setHandler(context);
    server.start();
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }
}
