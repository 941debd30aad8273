// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.progress;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Columns of the terminal that standard error goes to, as Linux says at that moment: {@code
 * ioctl(2, TIOCGWINSZ, struct winsize *)}. A library's terminal would be a second one beside that
 * of a monitor's, and take standard input along.
 *
 * <pre>
 * struct winsize: u16 rows, u16 columns, u16 x pixels, u16 y pixels; native byte order
 * </pre>
 */
public final class TerminalWidth implements IntSupplier {

  /** What terminals had when they were made of glass. */
  private static final int USUAL = 80;

  private static final int STDERR = 2;
  private static final long TIOCGWINSZ = 0x5413;
  private static final int WINSIZE_BYTES = 8;
  private static final int COLUMNS = 2;

  private @Nullable MethodHandle ioctl;

  @Override
  @SuppressWarnings("restricted")
  public int getAsInt() {
    try (Arena arena = Arena.ofConfined()) {
      if (ioctl == null) {
        ioctl =
            Linker.nativeLinker()
                .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("ioctl"),
                    FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS),
                    Linker.Option.firstVariadicArg(2));
      }
      MemorySegment winsize = arena.allocate(WINSIZE_BYTES, Short.BYTES);
      int failed = (int) ioctl.invokeExact(STDERR, TIOCGWINSZ, winsize);
      int columns = Short.toUnsignedInt(winsize.get(ValueLayout.JAVA_SHORT, COLUMNS));
      return failed == 0 && columns > 0 ? columns : USUAL;
    } catch (Throwable unknown) {
      // a method handle's call declares all that there is; ioctl itself throws nothing
      throw new IllegalStateException("ioctl is called as it is declared", unknown);
    }
  }
}
