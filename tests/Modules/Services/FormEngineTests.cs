using Virtuos.Kernel.Configuration;
using Virtuos.Services.FormEngine;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Services;

/// <summary>The formal check of form definitions: each mistake is found and named with its line.</summary>
public sealed class FormEngineTests
{
    [Fact, Contract("B01", Part = "one versioned text file with a formal check: no dead field, no unreachable page, every path ends; no visual editor")]
    public void A_sound_form_is_read_whole()
    {
        var form = FormReader.Read("Forms/zkouska.v1.yaml", Form());
        Assert.Equal(["kdo", "druh", "podrobnosti"], form.Pages.Select(p => p.Id));
        Assert.Equal(QuestionType.Choice, form.Questions["kind"].Type);
    }

    [Theory]
    [InlineData("is: b }", "is: c }", "'c' is no answer to 'kind'")]
    [InlineData("field: kind", "field: nothing", "no question of this form")]
    [InlineData("when: { field: kind, is: b }", "when: { all: [{ field: kind, is: b }, { field: kind, is: a }] }", "page 'podrobnosti' is unreachable")]
    [InlineData("label: { cs: Text, en: Text, de: Text } }", "label: { cs: Text, en: Text, de: Text }, when: { field: kind, is: a } }", "question 'detail' is dead")]
    [InlineData("id: detail, type: textarea", "id: name, type: textarea", "the question 'name' is there twice")]
    [InlineData("id: podrobnosti", "id: kdo", "the page 'kdo' is there twice")]
    [InlineData("id: podrobnosti", "id: kontrola", "page of the program itself")]
    [InlineData("type: textarea", "type: novel", "unknown type 'novel'")]
    [InlineData(", de: Jméno }", " }", "the text is missing in 'de'")]
    [InlineData("- { value: b, label: { cs: B, en: B, de: B } }", "- { value: a, label: { cs: B, en: B, de: B } }", "the option 'a' is there twice")]
    [InlineData("deadline: decision", "deadline: someday", "there is no deadline 'someday'")]
    [InlineData("matter: \"Zkouška {name}\"", "matter: \"Zkouška {nobody}\"", "'{nobody}' is no question")]
    [InlineData("type: text,", "type: text, optional: true,", "on some path nobody says who files")]
    [InlineData("type: textarea,", "type: textarea, min: 9, max: 3,", "'min' is more than 'max'")]
    [InlineData("type: textarea,", "type: textarea, colour: red,", "unknown key 'colour'")]
    [InlineData("type: textarea,", "type: textarea, pattern: { regex: \"[\", message: { cs: x, en: x, de: x } },", "cannot be used")]
    [InlineData("version: 1", "version: 2", "must be named zkouska.v2.yaml")]
    [InlineData("  - id: podrobnosti", "    next: [{ to: kdo }]\n  - id: podrobnosti", "ways lead only forward")]
    public void A_mistake_is_named_with_its_line(string right, string wrong, string message)
    {
        var text = Form().Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Form(), text);
        var problems = Assert.Throws<TextFileException>(() => FormReader.Read("Forms/zkouska.v1.yaml", text)).Problems;
        Assert.Contains(problems, p => p.Contains(message, StringComparison.Ordinal));
        Assert.All(problems, p => Assert.Matches(@"^Forms/zkouska\.v1\.yaml:\d+: ", p));
    }

    [Fact]
    public void A_way_that_skips_a_page_leaves_it_reachable_by_others_only()
    {
        var always = Form().Replace("  - id: podrobnosti\n    when: { field: kind, is: b }", "    next: [{ to: kontrola }]\n  - id: podrobnosti", StringComparison.Ordinal);
        Assert.Contains("unreachable", Assert.Throws<TextFileException>(() => FormReader.Read("Forms/zkouska.v1.yaml", always)).Message, StringComparison.Ordinal);
        var sometimes = always.Replace("next: [{ to: kontrola }]", "next: [{ to: kontrola, when: { field: kind, is: a } }]", StringComparison.Ordinal);
        FormReader.Read("Forms/zkouska.v1.yaml", sometimes);
    }

    [Theory]
    [InlineData("one: [")]
    [InlineData("")]
    [InlineData("- a\n- b")]
    public void What_is_no_form_at_all_is_refused_with_words(string text) =>
        Assert.StartsWith("Forms/x.v1.yaml:", Assert.Throws<TextFileException>(() => FormReader.Read("Forms/x.v1.yaml", text)).Message);

    [Fact]
    public void Every_shipped_form_passes_the_check() => Assert.NotEmpty(new FormShelf(new Installation { Var = "none" }).Offered(TimeProvider.System));

    internal static string Form(string slug = "zkouska", int version = 1, string more = "") => $$"""
        form: {{slug}}
        version: {{version}}
        from: 2026-01-01
        agenda: general
        filing-mark: "51"
        retention: S/5
        deadline: decision
        title: { cs: Zkouška, en: Trial, de: Probe }
        about: { cs: Zkouška formuláře., en: A trial of forms., de: Eine Probe. }
        act: { cs: Odeslat zkoušku, en: Send the trial, de: Probe absenden }
        next: { cs: Nic., en: Nothing., de: Nichts. }
        applicant: { name: ["{name}"] }
        matter: "Zkouška {name}"
        legal:
          - { from: 2026-01-01, none-needed: true, source: § 1, text: { cs: Platí., en: It counts., de: Gilt. } }
        pages:
          - id: kdo
            questions:
              - { id: name, type: text, label: { cs: Jméno, en: Name, de: Jméno } }
          - id: druh
            questions:
              - id: kind
                type: choice
                label: { cs: Druh, en: Kind, de: Art }
                options:
                  - { value: a, label: { cs: A, en: A, de: A } }
                  - { value: b, label: { cs: B, en: B, de: B } }
          - id: podrobnosti
            when: { field: kind, is: b }
            questions:
              - { id: detail, type: textarea, label: { cs: Text, en: Text, de: Text } }
        {{more}}
        """;
}
