using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Virtuos.Kernel.Personal;

namespace Virtuos.Host.Serving;

/// <summary>One line an event, in the terminal and the journal of the system; personal data is masked before it is written.</summary>
internal sealed class MaskedConsole(IOptions<SimpleConsoleFormatterOptions> options) : ConsoleFormatter(Known)
{
    public const string Known = "masked";

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var text = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.Exception is { } failure) text += " " + failure;
        textWriter.Write(TimeProvider.System.GetLocalNow().ToString(options.Value.TimestampFormat, System.Globalization.CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write($": {logEntry.Category}[{logEntry.EventId.Id}] ");
        textWriter.WriteLine(LogMask.Clean(text.ReplaceLineEndings(" ")));
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
