using Virtuos.Kernel;

namespace Virtuos.Records;

/// <summary>Codes of OperaceStatus; the standard fixes 0000 and 0001, the rest is ours and documented.</summary>
internal static class ErmsStatus
{
    public const string Done = "0000";
    public const string Forbidden = "0001";

    /// <summary>The message is not built as the standard says.</summary>
    public const string Structure = "0002";

    /// <summary>provedlKdo or novyZpracovatel is nobody here.</summary>
    public const string User = "0003";

    public const string Unknown = "0004";

    /// <summary>The thing is in a state in which this cannot be done.</summary>
    public const string State = "0005";

    /// <summary>The identifier already belongs to something else.</summary>
    public const string Taken = "0006";

    public const string Value = "0007";
    public const string Unsupported = "0008";
    public const string File = "0009";

    /// <summary>Zdroj is not the account that signed in, or Cil is not this service.</summary>
    public const string Party = "0010";

    public const string Later = "0099";

    public static string Of(Refusal refusal) => refusal switch
    {
        { Code: "records.erms.taken" } => Taken,
        { Code: "records.erms.no-user" } => User,
        { Code: "records.erms.unsupported" } => Unsupported,
        { Code: "records.erms.file-name" } => File,
        { Code: "kernel.stale-version" } => Later,
        _ => refusal.Kind switch
        {
            RefusalKind.Forbidden or RefusalKind.SignIn => Forbidden,
            RefusalKind.NotFound => Unknown,
            RefusalKind.Conflict => State,
            RefusalKind.Invalid => Value,
            _ => Later,
        },
    };
}

/// <summary>A message that cannot be answered in its own words: it is answered by a SOAP fault.</summary>
/// <param name="code">A code of <see cref="ErmsStatus"/>.</param>
/// <param name="status">Of HTTP.</param>
internal sealed class ErmsFaultException(string code, string text, int status = 500) : Exception(text)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
