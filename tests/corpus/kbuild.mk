# SPDX-License-Identifier: GPL-2.0
# What the kernel's Makefile of one directory builds, asked of that Makefile:
#
#   make -f kbuild.mk srctree=DIR config=FILE dir=fs/ext4
#
# prints a line "y|m OBJECT MEMBER..." for each object of vmlinux and of a
# module; an object of one file has itself as member. Directories end in "/".

SRCARCH := x86
ARCH := x86
BITS := 64
KBUILD_SRC := $(srctree)
objtree := $(srctree)
VPATH := $(srctree)
CC := gcc-12
LD := ld
CONFIG_SHELL := bash
obj := $(dir)
src := $(if $(filter 6.1,$(series)),$(dir),$(srctree)/$(dir))
KBUILD_BUILTIN := 1

include $(config)
include $(srctree)/scripts/Kbuild.include

ifeq ($(dir),arch/x86)
obj-y += lib/
obj-$(CONFIG_PCI) += pci/
obj-$(CONFIG_PM) += power/
obj-$(CONFIG_VIDEO) += video/
endif
here := $(srctree)/$(dir)
ifneq ($(wildcard $(here)/Kbuild),)
include $(here)/Kbuild
else
include $(here)/Makefile
endif
ifeq ($(dir),.)
obj-y += lib/
endif

members = $(strip $(foreach s,$(2),$($(1:.o=$(s)))))
line = $(info $(1) $(2) $(or $(call members,$(2),$(3)),$(2)))
$(foreach o,$(sort $(obj-y) $(lib-y)),$(call line,y,$(o),-objs -y))
$(foreach o,$(sort $(obj-m)),$(call line,m,$(o),-objs -y -m))

.DEFAULT_GOAL := kmend-none
kmend-none: ;
