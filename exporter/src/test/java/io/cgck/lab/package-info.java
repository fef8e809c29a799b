/**
 * A laboratory on the real kernel: cgroups, processes in them, and the daemon that watches them.
 */
package io.cgck.lab;
