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

  private final SaveStream stream;

  /** Why it failed, or nothing: it went well; null while it goes on. */
  private final AtomicReference<@Nullable Optional<Throwable>> end = new AtomicReference<>();

  Attempt(SaveStream stream) {
    this.stream = stream;
  }

  /** On the migration thread: migrates, and cleans up. Whatever breaks, it is kept. */
  void migrate(Migration migration) throws IOException {
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

  /** Waits for a piece of work; answers why it is not done, or null. */
  @Nullable Throwable run(SectionCalls calls, SectionCalls.Work work) {
    try {
      calls.run("migration", work);
      return null;
    } catch (IOException | RuntimeException | Error broken) {
      end.compareAndSet(null, Optional.of(broken));
      if (broken instanceof SectionHangException hung) {
        stream.forget(hung.section());
      }
      return broken;
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
