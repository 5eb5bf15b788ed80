using Virtuos.Kernel.Language;

namespace Virtuos.Records.Packages;

/// <summary>What rules found, in words.</summary>
internal static class RuleWords
{
    public static string Message(Texts texts, Finding finding) => texts["records.package.said", ("message", Rule(texts, finding.Rule)), ("detail", Said(texts, finding.Detail))];

    /// <summary>What is wrong where the rule is broken, without the place's own words.</summary>
    public static string Rule(Texts texts, SipRule rule) => texts[$"records.package.rule.{rule.Code}"];

    public static string Hint(Texts texts, SipRule rule) => texts[$"records.package.hint.{rule.Hint}"];

    public static string Said(Texts texts, Detail detail) => texts[$"records.package.detail.{detail.Key}", detail.Values];
}
