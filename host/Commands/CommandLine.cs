using System.CommandLine;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Npgsql;
using Virtuos.Kernel.Backup;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Configuration;

namespace Virtuos.Host.Commands;

/// <summary>The program <c>virtuos</c>: every verb it knows and how failures leave it.</summary>
internal static class CommandLine
{
    public static async Task<int> Run(string[] args)
    {
        var root = new RootCommand("Virtuos: an open digital town hall.")
        {
            ServeCommand.Create(),
            SeedCommand.Create(),
            VerifyCommand.Create(),
            BackupCommands.Backup(),
            BackupCommands.Restore(),
            DatabaseCommand.Create(),
            ConfigCommand.Create(),
            SignatureCommand.Create(),
            TrustCommand.Create(),
        };
        ModuleCommands.AddTo(root);
        ToolCommands.AddTo(root);
        foreach (var option in Setup.Options) root.Options.Add(option);
        var parsed = root.Parse(args);
        try
        {
            var code = await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            // 1 is kept for what a command found.
            return parsed.Errors.Count > 0 ? ExitCodes.Refused : code;
        }
        catch (SettingsException e)
        {
            return Say(e.Message, Settings.ExitCode);
        }
        catch (EmbeddedPostgresException e)
        {
            return Say(e.Message, ExitCodes.Unavailable);
        }
        catch (Exception e) when (e is MigrationException or BackupException or NotADemoException)
        {
            return Say(e.Message, ExitCodes.Refused);
        }
        catch (TextFileException e)
        {
            return Say(e.Message, Settings.ExitCode);
        }
        catch (NpgsqlException e)
        {
            return Say($"The database cannot be reached: {e.Message}", ExitCodes.Unavailable);
        }
        catch (Exception e) when (e is SocketException or IOException { InnerException: AddressInUseException or SocketException })
        {
            return Say($"{e.Message} Choose another with --listen, or stop the program that uses it.", ExitCodes.Unavailable);
        }
    }

    private static int Say(string message, int code)
    {
        Terminal.Complain(message);
        return code;
    }
}

/// <summary>What a command leaves behind; by sysexits where it has a number.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Findings = 1;
    public const int Refused = 2;
    public const int Unavailable = 69;
}
