using System.Text.RegularExpressions;
using Virtuos.Directory.Officials;
using Virtuos.Kernel;

namespace Virtuos.Directory.Offices;

/// <summary>What an operator may type when an office is opened.</summary>
internal static partial class OfficeChecks
{
    public static List<Refusal> Of(OpenOfficeInput input, OfficeTemplate template)
    {
        List<Refusal> wrong = [];
        Shape(input.Name, "name", IsLine, "directory.open.name");
        Shape(input.Slug, "slug", v => v.Length <= 60 && SlugShape().IsMatch(v), "directory.open.slug");
        Shape(input.Mark, "mark", v => MarkShape().IsMatch(v), "directory.open.mark");
        Shape(input.Street, "street", IsLine, "directory.open.street");
        Shape(input.PostalCode, "postalCode", v => PostalShape().IsMatch(v), "directory.open.postal-code");
        Shape(input.Email, "email", PersonChecks.IsEmail, "directory.person.email");
        Shape(input.Phone, "phone", PersonChecks.IsPhone, "directory.person.phone");
        Shape(input.BoxId, "boxId", v => BoxShape().IsMatch(v), "directory.open.box");
        Shape(input.PrimaryColour, "primaryColour", v => ColourShape().IsMatch(v), "directory.open.colour");
        Shape(input.MailDomain, "mailDomain", v => v.Length <= 190 && DomainShape().IsMatch(v), "directory.open.mail-domain");
        if (input.People is { } people) People(people, template, wrong);
        return wrong;

        void Shape(string? value, string field, Func<string, bool> holds, string code)
        {
            if (value is not null && !holds(value)) wrong.Add(Refusal.Invalid(field, code));
        }
    }

    private static void People(IReadOnlyList<Appointee> people, OfficeTemplate template, List<Refusal> wrong)
    {
        var positions = template.Units.SelectMany(u => u.Positions).ToDictionary(p => p.Code, StringComparer.Ordinal);
        HashSet<string> held = new(StringComparer.Ordinal), emails = new(StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < people.Count; i++)
        {
            var person = people[i];
            if (!positions.ContainsKey(person.Position)) wrong.Add(Refusal.Invalid($"people[{i}].position", "directory.open.no-such-position", ("position", person.Position)));
            else if (!held.Add(person.Position)) wrong.Add(Refusal.Invalid($"people[{i}].position", "directory.person.position-taken"));
            if (!emails.Add(person.Email.Trim())) wrong.Add(Refusal.Invalid($"people[{i}].email", "directory.email-taken"));
            wrong.AddRange(PersonChecks.Of(person.Name, person.Email, person.Phone, $"people[{i}]."));
        }
        if (!held.Any(p => positions[p].Roles.Contains(Contracts.Directory.Roles.Administrator)))
            wrong.Add(Refusal.Invalid("people", "directory.open.no-administrator"));
    }

    private static bool IsLine(string value) => value.Trim() is { Length: > 0 and <= 150 } && !value.Any(char.IsControl);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugShape();

    [GeneratedRegex("^[A-Z]{2,6}$")]
    private static partial Regex MarkShape();

    [GeneratedRegex("^[0-9]{5}$")]
    private static partial Regex PostalShape();

    [GeneratedRegex("^[a-z0-9]{7}$")]
    private static partial Regex BoxShape();

    [GeneratedRegex("^#[0-9a-f]{6}$")]
    private static partial Regex ColourShape();

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$")]
    private static partial Regex DomainShape();
}
