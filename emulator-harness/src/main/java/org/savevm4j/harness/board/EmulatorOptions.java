// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.savevm4j.harness.guest.GuestOptions;
import org.savevm4j.section.SectionProvider;

/**
 * What an emulator is to be.
 *
 * @param memoryBytes RAM, a multiple of 4096
 * @param cpus number of vCPUs
 * @param htabShift log2 of the table's bytes, or null: what the RAM's size asks for
 * @param incoming where a stream is to come from instead of a boot: a URI, "defer", or null
 * @param startPaused whether {@link Emulator#start} leaves the guest paused
 * @param resizeHpt whether the guest may have its table replaced by one of another size
 * @param htabBackend how sections get at the table
 * @param guest what a booted guest does; an incoming one brings its own
 * @param snapshots the folder of its snapshots, or null: it can have none
 * @param plugins providers of sections, beside those on the module path
 */
public record EmulatorOptions(
    long memoryBytes,
    int cpus,
    @Nullable Integer htabShift,
    @Nullable String incoming,
    boolean startPaused,
    boolean resizeHpt,
    HtabAccess htabBackend,
    GuestOptions guest,
    @Nullable Path snapshots,
    List<SectionProvider> plugins) {

  /** The URI that leaves it to a later order where the stream comes from. */
  public static final String DEFER = "defer";

  /** An emulator whose guest may have its table resized, and whose sections have it in hand. */
  public EmulatorOptions(
      long memoryBytes,
      int cpus,
      @Nullable Integer htabShift,
      @Nullable String incoming,
      boolean startPaused,
      GuestOptions guest) {
    this(memoryBytes, cpus, htabShift, incoming, startPaused, true, HtabAccess.TABLE, guest);
  }

  /** An emulator without snapshots and plugins. */
  public EmulatorOptions(
      long memoryBytes,
      int cpus,
      @Nullable Integer htabShift,
      @Nullable String incoming,
      boolean startPaused,
      boolean resizeHpt,
      HtabAccess htabBackend,
      GuestOptions guest) {
    this(
        memoryBytes,
        cpus,
        htabShift,
        incoming,
        startPaused,
        resizeHpt,
        htabBackend,
        guest,
        null,
        List.of());
  }

  /** The same emulator with another way to its table. */
  public EmulatorOptions withHtabBackend(HtabAccess other) {
    return with(other, snapshots, plugins);
  }

  /** The same emulator with a folder of snapshots. */
  public EmulatorOptions withSnapshots(@Nullable Path folder) {
    return with(htabBackend, folder, plugins);
  }

  /** The same emulator with sections of plugins. */
  public EmulatorOptions withPlugins(List<SectionProvider> providers) {
    return with(htabBackend, snapshots, List.copyOf(providers));
  }

  private EmulatorOptions with(
      HtabAccess access, @Nullable Path folder, List<SectionProvider> providers) {
    return new EmulatorOptions(
        memoryBytes,
        cpus,
        htabShift,
        incoming,
        startPaused,
        resizeHpt,
        access,
        guest,
        folder,
        providers);
  }
}
