namespace Virtuos.Kernel;

public enum RefusalKind
{
    Invalid,
    SignIn,
    Forbidden,
    NotFound,
    Conflict,
    TooMany,
    Unavailable,
}

/// <summary>
/// A thing that is not done and why. The code is the key of the text in three languages and stays stable for API users;
/// the field is the name of the input that caused it.
/// </summary>
public sealed record Refusal(RefusalKind Kind, string Code, string? Field, params (string Name, object? Value)[] Arguments)
{
    public static Refusal Invalid(string? field, string code, params (string, object?)[] arguments) => new(RefusalKind.Invalid, code, field, arguments);

    public static Refusal NotFound(string code = "kernel.not-found") => new(RefusalKind.NotFound, code, null);

    public static Refusal Forbidden(string code = "kernel.forbidden") => new(RefusalKind.Forbidden, code, null);

    public static Refusal Conflict(string code, params (string, object?)[] arguments) => new(RefusalKind.Conflict, code, null, arguments);

    public static Refusal TooMany(string code, params (string, object?)[] arguments) => new(RefusalKind.TooMany, code, null, arguments);

    public static Refusal Unavailable(string code) => new(RefusalKind.Unavailable, code, null);
}

/// <summary>A value, or the reasons why there is none.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, IReadOnlyList<Refusal> refusals) => (this.value, Refusals) = (value, refusals);

    public IReadOnlyList<Refusal> Refusals { get; }

    public bool Succeeded => Refusals.Count == 0;

    /// <exception cref="InvalidOperationException">There is no value because the act was refused.</exception>
    public T Value => Succeeded ? value! : throw new InvalidOperationException($"Refused: {string.Join(", ", Refusals.Select(r => r.Code))}");

    public static implicit operator Result<T>(T value) => new(value, []);

    public static implicit operator Result<T>(Refusal refusal) => new(default, [refusal]);

    public static implicit operator Result<T>(List<Refusal> refusals) => new(default, refusals);

    /// <summary>The same refusals in place of another value.</summary>
    public Result<TOther> As<TOther>() => Refusals.ToList();
}

/// <summary>The value of a use case that has nothing to say but that it was done.</summary>
public readonly record struct Done;
