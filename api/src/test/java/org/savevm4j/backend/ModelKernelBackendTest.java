// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

/** The channel of a host made of mocks, which does what the kernel does. */
final class ModelKernelBackendTest extends HtabBackendContract {

  @Override
  Guest guest(int shift) {
    return new ModelKernel(shift);
  }
}
