// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.savevm4j.harness.savevm.LoadStream;
import org.savevm4j.harness.savevm.NoThreads;
import org.savevm4j.harness.savevm.SectionCalls;

/** How loaders clean up on a computer that has no thread for it. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GuardedLoadTest {

  private final LoadStream stream = mock(LoadStream.class);
  private final GuardedLoad load =
      new GuardedLoad("test", stream, SectionCalls.watched(() -> 1000, NoThreads::new));
  private final List<String> warnings = new ArrayList<>();

  @Test
  void loadersCleanUpWithoutAThreadOfTheirOwnAndTheLackIsToldOnce() throws Exception {
    load.cleanUp(warnings::add);
    verify(stream).cleanUp();
    assertEquals(1, warnings.size(), warnings::toString);
    assertTrue(warnings.getFirst().contains("there is no thread for calls into sections"));
  }

  @Test
  void loadersBehindOneThatBreaksCleanUpToo() throws Exception {
    doThrow(new IOException("section acme/bad failed")).doNothing().when(stream).cleanUp();
    load.cleanUp(warnings::add);
    verify(stream, times(2)).cleanUp();
    assertEquals(
        1, warnings.stream().filter(line -> line.contains("acme/bad")).count(), warnings::toString);
  }
}
