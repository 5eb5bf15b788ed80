using Virtuos.Kernel.Configuration;

namespace Virtuos.Kernel.Operating;

/// <summary>
/// A verb that a module adds to the command line and that works on files alone, e.g. <c>sip check</c>. It needs no database, not even an
/// installation, and speaks as it goes. <paramref name="Many"/> names the positional arguments, of which there may be none.
/// </summary>
public sealed record ToolCommand(string Verb, string Help, OperatorInput Many, IReadOnlyList<OperatorInput> Options, Func<ToolCall, Task<ToolEnd>> Run);

/// <summary>How a tool ends; the number is what the program leaves behind.</summary>
public enum ToolEnd
{
    Clean = 0,
    Findings = 1,

    /// <summary>It could not do what it was asked to.</summary>
    Refused = 2,
}

/// <summary>One run of a tool: what was given, and where it speaks. A line of the report goes to <see cref="Say"/>, a reason why something cannot be done to <see cref="Complain"/>.</summary>
public sealed record ToolCall(
    Installation Installation, IReadOnlyList<string> Many, IReadOnlyDictionary<string, string> Values, bool Json, Action<string> Say, Action<string> Complain, TimeProvider Clock, CancellationToken Cancel)
{
    public string? this[string name] => Values.GetValueOrDefault(name);
}
