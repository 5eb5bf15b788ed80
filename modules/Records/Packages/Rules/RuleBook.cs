namespace Virtuos.Records.Packages;

/// <summary>How each rule of the standard is checked, by its code. The rules about container and encoding are asked before there is anything to read and stand elsewhere.</summary>
internal static class RuleBook
{
    public static readonly IReadOnlyDictionary<string, Func<Sip, IEnumerable<Fault>>> Checks = Join(
        MetsRules.Checks, HeaderRules.Checks, DescriptionRules.Checks, LogRules.Checks, LinkRules.Checks, MapRules.Checks, IdentifierRules.Checks, RegistrationRules.Checks,
        DateRules.Checks, RetentionRules.Checks, SettlingRules.Checks, AnalogueRules.Checks, MarkRules.Checks, VersionRules.Checks, FormatRules.Checks, FileRules.Checks);

    private static Dictionary<string, Func<Sip, IEnumerable<Fault>>> Join(params Checks[] parts) => parts.SelectMany(p => p).ToDictionary(p => p.Key, p => p.Value);
}

/// <summary>Rules of one subject.</summary>
internal sealed class Checks : Dictionary<string, Func<Sip, IEnumerable<Fault>>>;
