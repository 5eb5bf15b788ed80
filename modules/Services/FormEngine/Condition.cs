namespace Virtuos.Services.FormEngine;

/// <summary>When a page, a question, an option or a way onward counts; only ever about questions of earlier pages.</summary>
internal abstract record Condition
{
    /// <summary>Ids of the questions it asks about.</summary>
    public abstract IEnumerable<string> Fields { get; }

    /// <param name="answers">Answers that count so far: hidden ones are not among them.</param>
    public abstract bool IsMet(IAnswers answers);

    /// <summary>The answer is, or for several answers holds, one of the values.</summary>
    public sealed record OneOf(string Field, IReadOnlyList<string> Values) : Condition
    {
        public override IEnumerable<string> Fields => [Field];

        public override bool IsMet(IAnswers answers) => Values.Any(v => answers.Is(Field, v));
    }

    public sealed record IsAnswered(string Field, bool Yes) : Condition
    {
        public override IEnumerable<string> Fields => [Field];

        public override bool IsMet(IAnswers answers) => answers.Has(Field) == Yes;
    }

    public sealed record All(IReadOnlyList<Condition> Parts) : Condition
    {
        public override IEnumerable<string> Fields => Parts.SelectMany(p => p.Fields);

        public override bool IsMet(IAnswers answers) => Parts.All(p => p.IsMet(answers));
    }

    public sealed record Any(IReadOnlyList<Condition> Parts) : Condition
    {
        public override IEnumerable<string> Fields => Parts.SelectMany(p => p.Fields);

        public override bool IsMet(IAnswers answers) => Parts.Any(p => p.IsMet(answers));
    }
}

/// <summary>What a condition asks of answers.</summary>
internal interface IAnswers
{
    bool Has(string field);

    /// <summary>True when the answer is the value, or one of several answers is.</summary>
    bool Is(string field, string value);
}

internal static class ConditionRules
{
    public static bool Holds(this Condition? condition, IAnswers answers) => condition is null || condition.IsMet(answers);
}
