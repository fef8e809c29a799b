package io.cgck.web;

/** Reads the configuration again. Not called by two requests at once. */
@FunctionalInterface
public interface ReloadAction {
  ReloadResult reload();
}
