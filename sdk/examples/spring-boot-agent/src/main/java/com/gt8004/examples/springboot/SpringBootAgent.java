package com.gt8004.examples.springboot;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** An agent on Spring Boot. Nothing in here knows of GT8004: the dependency and an agent id suffice. */
@SpringBootApplication
@RestController
public class SpringBootAgent {
  public static void main(String[] args) {
    SpringApplication.run(SpringBootAgent.class, args);
  }

  @GetMapping("/")
  Map<String, String> root() {
    return Map.of("message", "Hello World");
  }

  @PostMapping("/chat")
  Map<String, String> chat(@RequestBody Map<String, String> request) {
    return Map.of("response", "You said: " + request.get("message"));
  }

  @GetMapping("/tools/{name}")
  Map<String, String> tool(@PathVariable("name") String name) {
    if (name.equals("broken")) {
      throw new IllegalStateException("this tool is broken");
    }
    return Map.of("tool", name);
  }
}
