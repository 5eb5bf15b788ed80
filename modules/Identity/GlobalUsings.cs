global using Virtuos.Kernel;
