// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How one migration ends: told by the migration thread, or by who waits for it if a section does
 * not come back. The first to tell counts.
 */
final class Attempt {

  private static final System.Logger LOG = System.getLogger(Attempt.class.getName());

  private final SaveStream stream;

  /** Why it failed, or nothing: it went well; null while it goes on. */
  private final AtomicReference<@Nullable Optional<Throwable>> end = new AtomicReference<>();

  Attempt(SaveStream stream) {
    this.stream = stream;
  }

  /** On the migration thread: migrates, and cleans up. Whatever breaks, it is kept. */
  private void migrate(Migration migration) throws IOException {
    try {
      migration.run(stream);
      end.compareAndSet(null, Optional.empty());
    } catch (AbandonedCallError abandoned) {
      throw abandoned;
    } catch (IOException | RuntimeException | Error broken) {
      // whatever broke, the guest must not stay stopped by it
      end.compareAndSet(null, Optional.of(broken));
    }
    stream.cleanUp();
  }

  /**
   * Migrates, and has each section clean up, whatever the others do; waits for all of that. Where
   * there is no thread for it, the migration has failed, and the cleaning up is done on this one.
   */
  void run(SectionCalls calls, Migration migration) {
    calls.runToTheEnd("migration", () -> migrate(migration), stream::cleanUp, this::keep);
  }

  private void keep(Throwable broken) {
    // once it has ended one way or the other, cleaning up does not change which
    end.compareAndSet(null, Optional.of(broken));
    LOG.log(System.Logger.Level.DEBUG, "left to clean up after", broken);
    if (broken instanceof SectionHangException hung) {
      stream.forget(hung.section());
    }
  }

  /** Why the migration failed, or null. */
  @Nullable Throwable failure() {
    Optional<Throwable> told = end.get();
    return told == null ? null : told.orElse(null);
  }

  /** The migration itself. */
  @FunctionalInterface
  interface Migration {
    void run(SaveStream stream) throws IOException;
  }
}
