// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.savevm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a migration ends on a computer that has no thread for it. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AttemptTest {

  private final SaveStream stream = mock(SaveStream.class);
  private final Attempt attempt = new Attempt(stream);
  private final SectionCalls calls = SectionCalls.watched(() -> 1000, NoThreads::new);

  @Test
  void lackOfThreadsFailsItAndSectionsCleanUpAllTheSame() throws Exception {
    attempt.run(calls, _ -> {});
    assertInstanceOf(NoThreadException.class, attempt.failure());
    verify(stream).cleanUp();
  }

  @Test
  void cleaningUpThatBreaksWithoutThreadsGoesOnBehindIt() throws Exception {
    doThrow(new IOException("section acme/bad failed")).doNothing().when(stream).cleanUp();
    attempt.run(calls, _ -> {});
    assertInstanceOf(NoThreadException.class, attempt.failure(), "the first failure counts");
    verify(stream, times(2)).cleanUp();
    assertEquals(
        "there is no thread for calls into sections",
        attempt.failure().getMessage().replaceFirst(": .*", ""));
  }
}
