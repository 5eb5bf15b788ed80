namespace Virtuos.Kernel.Operating;

/// <summary>A verb that a module adds to the command line, e.g. <c>office open</c>; it runs its use case as the operator.</summary>
public sealed record OperatorCommand(string Verb, string Help, IReadOnlyList<OperatorInput> Inputs, Func<OperatorCall, Task<Result<OperatorReport>>> Run);

/// <summary>An input of a verb: a positional argument when required, an option otherwise. A secret that is not given is asked for without echo.</summary>
public sealed record OperatorInput(string Name, string Help, bool Required = false, bool Secret = false);

/// <summary>One run of a verb, in a scope of its own.</summary>
public sealed record OperatorCall(IServiceProvider Services, IReadOnlyDictionary<string, string> Values, Func<string, long, IProgress<long>> Progress, CancellationToken Cancel)
{
    public string? this[string name] => Values.GetValueOrDefault(name);
}

/// <summary>What came of it: data for <c>--json</c>, lines for people.</summary>
public sealed record OperatorReport(object Data, params string[] Lines)
{
    /// <summary>It was done, and found something; the program ends with another number.</summary>
    public bool HasFindings { get; init; }
}
