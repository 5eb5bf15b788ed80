using System.Text.RegularExpressions;
using Virtuos.Contracts.Directory;
using Virtuos.Directory.Officials;
using Virtuos.Kernel;
using Virtuos.Kernel.Values;

namespace Virtuos.Directory.Offices;

/// <summary>Reads what an operator typed when an office is opened: the same input in canonical form, and what is wrong with it.</summary>
internal sealed partial class OfficeWishes(OfficeTemplate template)
{
    private readonly List<Refusal> wrong = [];

    public IReadOnlyList<Refusal> Wrong => wrong;

    public OpenOfficeInput Read(OpenOfficeInput input) => input with
    {
        Name = Line(input.Name, "name", "directory.open.name"),
        Slug = Shape(input.Slug?.Trim(), "slug", v => v.Length <= 60 && SlugShape().IsMatch(v), "directory.open.slug"),
        Mark = Shape(input.Mark?.Trim().ToUpperInvariant(), "mark", v => MarkShape().IsMatch(v), "directory.open.mark"),
        OrganisationNumber = Value<OrganisationNumber>(input.OrganisationNumber, "organisationNumber"),
        Street = Line(input.Street, "street", "directory.open.street"),
        PostalCode = Value<PostalCode>(input.PostalCode, "postalCode"),
        Email = Value<EmailAddress>(input.Email, "email"),
        Phone = Value<PhoneNumber>(input.Phone, "phone"),
        BoxId = Value<BoxId>(input.BoxId, "boxId"),
        PrimaryColour = Shape(input.PrimaryColour?.Trim().ToLowerInvariant(), "primaryColour", v => ColourShape().IsMatch(v), "directory.open.colour"),
        MailDomain = Shape(input.MailDomain?.Trim().ToLowerInvariant(), "mailDomain", v => EmailAddress.TryParse($"a@{v}", out var mail) && mail.Domain == v, "directory.open.mail-domain"),
        People = input.People is null && input.Administrator is null ? null : People(input.People ?? [], input.Administrator),
    };

    private List<Appointee> People(IReadOnlyList<Appointee> people, FirstAdministrator? administrator)
    {
        var positions = template.Units.SelectMany(u => u.Positions).ToDictionary(p => p.Code, StringComparer.Ordinal);
        HashSet<string> held = new(StringComparer.Ordinal), emails = new(StringComparer.Ordinal);
        List<Appointee> clean = [];
        foreach (var (person, i) in people.Select((p, i) => (p, i))) Take(person, $"people[{i}].");
        if (administrator is not null)
            Take(new(positions.Values.First(p => p.Roles.Contains(Roles.Administrator)).Code, administrator.Name, administrator.Email), "administrator.");
        else if (!held.Any(p => positions[p].Roles.Contains(Roles.Administrator)))
            Refuse("people", "directory.open.no-administrator");
        return clean;

        void Take(Appointee person, string prefix)
        {
            var data = PersonData.Read(person.Name, person.Email, person.Phone, wrong, prefix);
            if (!positions.ContainsKey(person.Position)) Refuse($"{prefix}position", "directory.open.no-such-position", ("position", person.Position));
            else if (!held.Add(person.Position)) Refuse($"{prefix}position", "directory.person.position-taken");
            if (data.Email.Length > 0 && !emails.Add(data.Email)) Refuse($"{prefix}email", "directory.person.email-taken");
            clean.Add(person with { Name = data.Name, Email = data.Email, Phone = data.Phone });
        }
    }

    private string? Line(string? typed, string field, string code)
    {
        if (typed is null) return null;
        var clean = SafeText.Clean(typed, 150);
        if (clean.TooLong || clean.Text.Length == 0) Refuse(field, code);
        return clean.Text;
    }

    private string? Value<T>(string? typed, string field) where T : CanonicalValue<T>, IReadValue<T>
    {
        if (typed is null) return null;
        if (T.TryParse(typed, out var value)) return value.Value;
        Refuse(field, T.RefusalCode);
        return null;
    }

    private string? Shape(string? typed, string field, Func<string, bool> holds, string code)
    {
        if (typed is not null && !holds(typed)) Refuse(field, code);
        return typed;
    }

    private void Refuse(string field, string code, params (string, object?)[] arguments) => wrong.Add(Refusal.Invalid(field, code, arguments));

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex SlugShape();

    [GeneratedRegex("^[A-Z]{2,6}$")]
    private static partial Regex MarkShape();

    [GeneratedRegex("^#[0-9a-f]{6}$")]
    private static partial Regex ColourShape();
}
