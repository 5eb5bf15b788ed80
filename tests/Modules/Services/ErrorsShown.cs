using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Virtuos.Modules.Tests.Services;

/// <summary>Shows what the program itself logs as wrong among the diagnostics of the test.</summary>
internal sealed class ErrorsShown : ILoggerProvider, ILogger
{
    private readonly ITestContext test = TestContext.Current;

    public ILogger CreateLogger(string categoryName) => categoryName.StartsWith("Virtuos.", StringComparison.Ordinal) ? this : NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) test.SendDiagnosticMessage("{0}", $"{formatter(state, exception)} {exception}");
    }

    public void Dispose() { }
}
