#pragma warning disable RS0030 // The one place that writes to the terminal.
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Virtuos.Host.Commands;

/// <summary>What the operator sees: plain lines, JSON on request, a progress bar where a terminal can show one.</summary>
internal static class Terminal
{
    private static readonly JsonSerializerOptions Pretty = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Say(string line) => Console.Out.WriteLine(line);

    public static void Complain(string line) => Console.Error.WriteLine(line);

    public static void Json<T>(T report) => Console.Out.WriteLine(JsonSerializer.Serialize(report, Pretty));

    public static string Ask(string question)
    {
        if (Console.IsInputRedirected) return Console.In.ReadLine() ?? "";
        Console.Error.Write(question);
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(true))
        {
            if (key.Key == ConsoleKey.Backspace && typed.Length > 0) typed.Length--;
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        }
        Console.Error.WriteLine();
        return typed.ToString();
    }

    /// <summary>Shows how far a long work is; a line each tenth where there is no terminal. Goes to the error stream, so that reports stay clean.</summary>
    public sealed class Progress(string what, long total) : IProgress<long>
    {
        private const int Width = 30;
        private long shown = -1;

        public void Report(long value)
        {
            var share = total <= 0 ? 1 : Math.Clamp((double)value / total, 0, 1);
            var step = (long)(share * (Console.IsErrorRedirected ? 10 : 200));
            if (step == shown) return;
            shown = step;
            if (Console.IsErrorRedirected) Console.Error.WriteLine($"{what}: {value}/{total}");
            else Console.Error.Write($"\r{what} [{new string('█', (int)(share * Width)).PadRight(Width, '░')}] {share,4:P0}{(share >= 1 ? "\n" : "")}");
        }
    }
}
