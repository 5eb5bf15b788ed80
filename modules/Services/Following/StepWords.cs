using Virtuos.Kernel.Language;

namespace Virtuos.Services.Following;

/// <summary>What happened, in plain words; the same on the page, in feeds and in messages.</summary>
internal static class StepWords
{
    public static string Of(Milestone step, Texts texts) => step.Kind == "settled"
        ? texts[$"services.follow.settled.{step.Said}"]
        : texts[$"services.follow.step.{step.Kind}", ("said", step.Said), ("day", step.Day)];
}
