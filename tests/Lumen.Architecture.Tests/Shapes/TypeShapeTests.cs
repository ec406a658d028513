using Lumen.Architecture.Naming;
using Lumen.Architecture.Sizes;
using Lumen.Architecture.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lumen.Architecture.Shapes;

public sealed class TypeShapeTests
{
    /// <summary>A record this small may sit with the type that it serves.</summary>
    private const int SmallRecord = 12;

    [Fact]
    public void Class_InAnyProject_IsSealedUnlessItIsABase() => Violations.AssertNone(
        "A class is sealed, static, abstract, or the base of another class here.", OpenClasses(Repository.CSharp));

    [Fact]
    public void File_InAnyProject_DeclaresOneTopLevelType() => Violations.AssertNone(
        $"One top-level type a file; an enum, a delegate or a record of at most {SmallRecord} lines may sit with its owner.",
        Repository.CSharp.SelectMany(Crowded));

    [Fact]
    public void Interface_InTheProduct_HasTwoImplementations() => Violations.AssertNone(
        "An interface is a seam where two real implementations meet; a second one may be a test's.",
        LonelyInterfaces(Repository.Product, Repository.CSharp));

    [Fact]
    public void Rules_OnAnOpenClassAndALonelyInterface_ReportBoth()
    {
        SourceFile[] files =
        [
            new("src/A.cs", "class A : IOne { }\nclass B { }\nsealed class C : B { }\nclass D { }"),
            new("src/I.cs", "interface IOne { }\ninterface ITwo { }\nsealed class E : ITwo { }\nstruct F : ITwo { }"),
        ];
        Assert.Equal(["A", "D"], OpenClasses(files).Select(LastWord));
        Assert.Equal(["IOne"], LonelyInterfaces(files, files).Select(LastWord));
        Assert.Equal(2, files.SelectMany(Crowded).Count());
    }

    private static string LastWord(string text) => text[(text.LastIndexOf(' ') + 1)..];

    private static IEnumerable<string> OpenClasses(IReadOnlyList<SourceFile> files)
    {
        var classes = files
            .SelectMany(file => file.Nodes<TypeDeclarationSyntax>().Where(IsClass).Select(type => (File: file, Type: type)))
            .ToList();
        var closed = classes.SelectMany(pair => BaseNames(pair.Type))
            .Concat(classes.Where(pair => IsClosed(pair.Type)).Select(pair => pair.Type.Identifier.Text))
            .ToHashSet(StringComparer.Ordinal);
        return classes.Where(pair => !closed.Contains(pair.Type.Identifier.Text))
            .Select(pair => $"{pair.File.At(pair.Type)}: {pair.Type.Identifier.Text}");
    }

    private static IEnumerable<string> LonelyInterfaces(IEnumerable<SourceFile> product, IEnumerable<SourceFile> all)
    {
        var implementations = all.SelectMany(file => file.Nodes<TypeDeclarationSyntax>())
            .Where(type => type is not InterfaceDeclarationSyntax)
            .SelectMany(BaseNames)
            .CountBy(name => name)
            .ToDictionary(StringComparer.Ordinal);
        return product.SelectMany(file => file.Nodes<InterfaceDeclarationSyntax>()
            .Where(type => implementations.GetValueOrDefault(type.Identifier.Text) < 2)
            .Select(type => $"{file.At(type)}: {type.Identifier.Text}"));
    }

    private static IEnumerable<string> Crowded(SourceFile file)
    {
        var large = TopLevel.Types(file).Where(type => !MayAccompany(type)).DistinctBy(TopLevel.NameOf).Select(TopLevel.NameOf).ToList();
        return large.Count > 1 ? [$"{file.Path} declares {string.Join(", ", large)}"] : [];
    }

    private static bool MayAccompany(MemberDeclarationSyntax type) =>
        type is EnumDeclarationSyntax or DelegateDeclarationSyntax or RecordDeclarationSyntax && SyntaxLines.Count(type) <= SmallRecord;

    private static bool IsClass(TypeDeclarationSyntax type) =>
        type.Kind() is SyntaxKind.ClassDeclaration or SyntaxKind.RecordDeclaration;

    /// <summary>Of a partial class one part says it for all. BenchmarkDotNet derives from the classes that hold benchmarks.</summary>
    private static bool IsClosed(TypeDeclarationSyntax type) =>
        type.Modifiers.Any(word => word.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword)
        || type.Members.SelectMany(member => member.AttributeLists).SelectMany(list => list.Attributes).Any(attribute =>
            attribute.Name.ToString() == "Benchmark");

    private static IEnumerable<string> BaseNames(TypeDeclarationSyntax type) =>
        type.BaseList?.Types.Select(item => item.Type.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().First().Identifier.Text) ?? [];
}
