package io.cgck.web;

import static java.util.Objects.requireNonNull;

import io.cgck.metrics.Exposition;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What the web server shows and calls.
 *
 * @param begun until this ends, whoever asks for metrics waits
 * @param routes what else is shown: pages and the like
 * @param meters where the server's own metrics go
 * @param firstOfThread what each thread that reads requests, renders or writes answers does first
 */
public record Collaborators(
    Exposition exposition,
    CompletionStage<Void> begun,
    Supplier<Readiness> readiness,
    ReloadAction reload,
    List<Route> routes,
    MeterRegistry meters,
    Runnable firstOfThread) {
  public Collaborators {
    requireNonNull(exposition, "exposition is null");
    requireNonNull(begun, "begun is null");
    requireNonNull(readiness, "readiness is null");
    requireNonNull(reload, "reload is null");
    routes = List.copyOf(routes);
    requireNonNull(meters, "meters is null");
    requireNonNull(firstOfThread, "firstOfThread is null");
  }
}
