using Virtuos.Host.Commands;

return await CommandLine.Run(args);
