// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.board;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.savevm4j.harness.provoked.ProvokedFaults;

class EmulatorListenersTest {

  @RegisterExtension
  private final ProvokedFaults provoked = new ProvokedFaults("a listener failed");

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, NoClassDefFoundError.class})
  void whatAListenerThrowsReachesNeitherWhoTellsNorTheOthers(Class<? extends Throwable> thrown) {
    EmulatorListener broken = mock(EmulatorListener.class);
    EmulatorListener other = mock(EmulatorListener.class);
    doThrow(thrown).when(broken).warned(anyString());
    EmulatorListeners listeners = new EmulatorListeners();
    listeners.add(broken);
    listeners.add(other);
    assertDoesNotThrow(() -> listeners.tell(listener -> listener.warned("a line")));
    verify(other).warned("a line");
  }
}
